using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Hosting;

/// <summary>
/// Receives exports by OTLP over HTTP: https://opentelemetry.io/docs/specs/otlp/#otlphttp. It doesn't decode them, because protobuf contains
/// names and values as plain text.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string Body)> _received = new();
    private readonly WebApplication _server;

    private OtlpReceiver(WebApplication server)
    {
        _server = server;
        server.MapPost("/v1/{signal}", async (Microsoft.AspNetCore.Http.HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            _received.Enqueue((http.Request.Path, Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length)));
        });
    }

    public string Url => _server.Urls.First();

    public string Traces => Of("/v1/traces");

    public string Metrics => Of("/v1/metrics");

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var receiver = new OtlpReceiver(builder.Build());
        await receiver._server.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Of(string path) => string.Concat(_received.Where(export => export.Path == path).Select(export => export.Body));
}
