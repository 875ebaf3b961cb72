using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Emulators.Tests.FunctionsHost;

/// <summary>Replaces Azure SignalR Service: records the host's REST calls and answers them as configured.</summary>
internal sealed class FakeSignalR : IAsyncDisposable
{
    public const string AccessKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Call> _calls = new();
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new();

    private FakeSignalR()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public Uri Url => new(_app.Urls.First());

    public string ConnectionString => $"Endpoint=http://127.0.0.1;Port={Url.Port};AccessKey={AccessKey};Version=1.0;";

    public static async Task<FakeSignalR> StartAsync()
    {
        var service = new FakeSignalR();
        await service._app.StartAsync();
        return service;
    }

    /// <summary>The calls so far whose path contains a text.</summary>
    public Call[] Calls(string part) => [.. _calls.Where(call => call.Path.Contains(part, StringComparison.Ordinal))];

    /// <summary>Waits for a number of calls whose path contains a text.</summary>
    public async Task<Call[]> CallsAsync(string part, int count)
    {
        await Until.TrueAsync(() => Calls(part).Length >= count);
        return Calls(part);
    }

    /// <summary>Sets the answer to calls whose path contains a text.</summary>
    public void Answer(string part, Func<HttpContext, Task> answer) => _answers[part] = answer;

    public void Fail(string part) => Answer(part, http =>
    {
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        return Task.CompletedTask;
    });

    /// <summary>Holds calls whose path contains a text.</summary>
    public Hold Hold(string part)
    {
        var hold = new Hold(new Uri(Url, part));
        Answer(part, _ => hold.PassAsync());
        return hold;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var body = new StreamReader(http.Request.Body);
        var path = $"{http.Request.Path}{http.Request.QueryString}";
        _calls.Enqueue(new(http.Request.Method, path, http.Request.Headers.Authorization.ToString(), await body.ReadToEndAsync()));
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        if (_answers.FirstOrDefault(answer => path.Contains(answer.Key, StringComparison.Ordinal)).Value is { } answer)
            await answer(http);
    }

    public sealed record Call(string Method, string Path, string Authorization, string Body);
}

/// <summary>Blocks callers until it is released.</summary>
internal sealed class Hold(Uri url)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Uri Url => url;

    public Task ReachedAsync() => _reached.Task.WaitAsync(Until.Limit);

    public void Release() => _released.TrySetResult();

    public Task PassAsync()
    {
        _reached.TrySetResult();
        return _released.Task;
    }
}
