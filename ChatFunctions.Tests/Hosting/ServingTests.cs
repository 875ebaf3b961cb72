using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace ChatFunctions.Tests.Hosting;

public sealed class ServingTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task The_contract_is_served_as_JSON()
    {
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);

        Assert.True(JsonNode.DeepEquals(Documents.OpenApi, JsonNode.Parse(await anonymous.GetStringAsync("openapi.json"))));
        Assert.True(JsonNode.DeepEquals(Documents.AsyncApi, JsonNode.Parse(await anonymous.GetStringAsync("asyncapi.json"))));
    }

    [Theory]
    [InlineData("openapi.json", "application/json")]
    [InlineData("asyncapi.json", "application/json")]
    [InlineData("docs", "text/html")]
    [InlineData("docs/start.js", "text/javascript")]
    [InlineData("docs/swagger-ui-bundle.js", "text/javascript")]
    [InlineData("docs/swagger-ui.css", "text/css")]
    [InlineData("docs/favicon-32x32.png", "image/png")]
    public async Task An_unchanged_document_is_not_sent_again(string path, string mediaType)
    {
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        using var plain = await anonymous.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
        Assert.Equal(mediaType, plain.Content.Headers.ContentType!.MediaType);
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal(TimeSpan.FromMinutes(5), plain.Headers.CacheControl!.MaxAge);

        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(plain.Headers.ETag!);
        using var unchanged = await anonymous.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Documents_are_compressed_for_clients_that_accept_it()
    {
        using var http = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = new Uri(chat.App.Url, "/api/") };
        using var plain = await http.GetAsync("openapi.json");
        http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var compressed = await http.GetAsync("openapi.json");

        Assert.Equal(["gzip"], compressed.Content.Headers.ContentEncoding);
        Assert.NotEqual(plain.Headers.ETag, compressed.Headers.ETag);
        Assert.True(compressed.Content.Headers.ContentLength * 4 < plain.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task The_page_can_load_nothing_from_other_hosts()
    {
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        using var page = await anonymous.GetAsync("docs");

        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("//", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_files_that_the_page_needs_are_served()
    {
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        using var response = await anonymous.GetAsync("docs/oauth2-redirect.html");

        await Problems.AssertAsync(response, 404, "file_not_found");
    }
}
