using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Emulators.Tests.SignalR;

/// <summary>A request to the upstream: path, headers and body.</summary>
internal sealed record UpstreamCall(string Url, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Name => $"{Headers["X-ASRS-Category"]}/{Headers["X-ASRS-Event"]}";
}

/// <summary>An upstream that records its calls.</summary>
internal sealed class UpstreamListener : IAsyncDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);
    private readonly WebApplication _app;
    private readonly Channel<UpstreamCall> _calls = Channel.CreateUnbounded<UpstreamCall>();
    private readonly Func<UpstreamCall, HttpResponse, Task> _answer;

    private UpstreamListener(Func<UpstreamCall, HttpResponse, Task> answer)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    public string Url => $"{_app.Urls.First()}/runtime/webhooks/signalr";

    /// <param name="answer">Writes the answer; by default 200 with no body.</param>
    public static async Task<UpstreamListener> StartAsync(Func<UpstreamCall, HttpResponse, Task>? answer = null)
    {
        var listener = new UpstreamListener(answer ?? ((_, _) => Task.CompletedTask));
        await listener._app.StartAsync();
        return listener;
    }

    public async Task<UpstreamCall> NextAsync()
    {
        using var timeout = new CancellationTokenSource(TimeLimit);
        return await _calls.Reader.ReadAsync(timeout.Token);
    }

    /// <summary>Whether there are calls that <see cref="NextAsync"/> hasn't returned.</summary>
    public bool HasMore => _calls.Reader.TryPeek(out _);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var call = new UpstreamCall(context.Request.Path + context.Request.QueryString, headers, await reader.ReadToEndAsync());
        _calls.Writer.TryWrite(call);
        await _answer(call, context.Response);
    }
}
