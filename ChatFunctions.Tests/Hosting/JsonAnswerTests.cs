using ChatFunctions.Hosting;
using ChatFunctions.Messages;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Tests.Hosting;

public sealed class JsonAnswerTests : IDisposable
{
    private readonly DefaultHttpContext _http = new();
    private readonly MemoryStream _sent = new();

    public JsonAnswerTests() => _http.Response.Body = _sent;

    public void Dispose() => _sent.Dispose();

    [Fact]
    public async Task An_answer_has_a_content_length()
    {
        await JsonAnswer.Created("/api/rooms/tea", new ReadMarker("tea", "Zo\u00eb", 3)).ExecuteAsync(_http);

        Assert.Equal(201, _http.Response.StatusCode);
        Assert.Equal("/api/rooms/tea", _http.Response.Headers.Location);
        Assert.Equal("application/json; charset=utf-8", _http.Response.ContentType);
        Assert.Equal("""{"roomId":"tea","userId":"Zoë","seq":3}""", System.Text.Encoding.UTF8.GetString(_sent.ToArray()));
        Assert.Equal(_sent.Length, _http.Response.ContentLength);
    }

    [Fact]
    public async Task A_problem_document_has_a_content_length()
    {
        await Problem.Of(Refusal.Invalid("text", "Write something.")).ExecuteAsync(_http);

        Assert.Equal((400, "application/problem+json"), (_http.Response.StatusCode, _http.Response.ContentType));
        Assert.Contains("\"errors\":{\"text\":[\"Write something.\"]}", System.Text.Encoding.UTF8.GetString(_sent.ToArray()), StringComparison.Ordinal);
        Assert.Equal(_sent.Length, _http.Response.ContentLength);
    }
}
