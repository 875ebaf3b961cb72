using System.Text.Json.Nodes;

namespace ChatFunctions.Tests;

/// <summary>The format of every error.</summary>
internal static class Problems
{
    public static async Task<JsonNode> AssertAsync(HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri}: {(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Equal(status, (int?)problem["status"]);
        Assert.All(["type", "title", "detail", "traceId"], member => Assert.False(string.IsNullOrEmpty((string?)problem[member]), member));
        if (status == 401)
        {
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        }

        return problem;
    }
}
