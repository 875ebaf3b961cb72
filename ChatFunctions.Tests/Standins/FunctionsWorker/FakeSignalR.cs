using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Standins.FunctionsWorker;

/// <summary>A call that the fake service got. The path is as it was sent, escapes and query and all.</summary>
internal sealed record ReceivedCall(string Method, string Path, string Body, string Authorization, string? ContentType);

/// <summary>What a test makes of a call.</summary>
internal sealed record Reply(HttpStatusCode Status, string Body = "", string? ErrorCode = null);

/// <summary>Listens in the place of Azure SignalR Service's REST API and keeps what it gets.</summary>
internal sealed class FakeSignalR : IAsyncDisposable
{
    public const string AccessKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

    private readonly WebApplication _server;
    private readonly ConcurrentQueue<ReceivedCall> _calls = new();

    private FakeSignalR(WebApplication server) => _server = server;

    public Uri Url { get; private set; } = null!;

    public string ConnectionString => $"Endpoint=http://{Url.Host};Port={Url.Port};AccessKey={AccessKey};Version=1.0;";

    public string ConnectionSetting => $"AzureSignalRConnectionString={ConnectionString}";

    public IReadOnlyList<ReceivedCall> Calls => [.. _calls];

    /// <summary>Answers a call; 202 unless a test has its own idea, which may also take its time.</summary>
    public Func<ReceivedCall, Task<Reply>> Answer { get; set; } = _ => Task.FromResult(new Reply(HttpStatusCode.Accepted));

    public static async Task<FakeSignalR> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        var fake = new FakeSignalR(builder.Build());
        fake._server.Urls.Add("http://127.0.0.1:0");
        fake._server.Run(fake.HandleAsync);
        await fake._server.StartAsync();
        fake.Url = new Uri(fake._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return fake;
    }

    public async Task<IReadOnlyList<ReceivedCall>> WaitForAsync(int count)
    {
        await Eventually.IsTrueAsync(() => _calls.Count >= count);
        return Calls;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var call = new ReceivedCall(
            context.Request.Method,
            context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            await body.ReadToEndAsync(),
            context.Request.Headers.Authorization.ToString(),
            context.Request.ContentType);
        _calls.Enqueue(call);

        var reply = await Answer(call);
        context.Response.StatusCode = (int)reply.Status;
        if (reply.ErrorCode is not null)
            context.Response.Headers["x-ms-error-code"] = reply.ErrorCode;

        await context.Response.WriteAsync(reply.Body);
    }
}
