using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;

namespace Emulators.Tests.SignalR;

/// <summary>A connection of Microsoft.AspNetCore.SignalR.Client.</summary>
internal sealed class DotNetClient : IOfficialClient
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);
    private readonly Channel<JsonElement> _received = Channel.CreateUnbounded<JsonElement>();
    private readonly TaskCompletionSource<string?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DotNetClient(ClientOptions options)
    {
        // No timeout depends on real time, because a test may move the service's clock.
        Connection = new HubConnectionBuilder()
            .WithUrl(options.Url, options.Transport, http => http.AccessTokenProvider = () => Task.FromResult<string?>(options.Token))
            .WithServerTimeout(TimeSpan.FromHours(1))
            .WithKeepAliveInterval(TimeSpan.FromHours(1))
            .Build();
        Connection.On<JsonElement>("newMessage", argument => _received.Writer.TryWrite(argument));
        Connection.Closed += error =>
        {
            _closed.TrySetResult(error?.Message);
            return Task.CompletedTask;
        };
    }

    public HubConnection Connection { get; }

    public string Id => Connection.ConnectionId!;

    public static Task<DotNetClient> ConnectAsync(SignalRServer server, string? user = null, string hub = SignalRServer.Hub) =>
        ConnectAsync(ClientOptions.For(server, user, hub));

    public static async Task<DotNetClient> ConnectAsync(ClientOptions options)
    {
        var client = new DotNetClient(options);
        using var timeout = new CancellationTokenSource(TimeLimit);
        await client.Connection.StartAsync(timeout.Token);
        return client;
    }

    public async Task<JsonElement> NextAsync()
    {
        using var timeout = new CancellationTokenSource(TimeLimit);
        return await _received.Reader.ReadAsync(timeout.Token);
    }

    public Task<string?> ClosedAsync() => _closed.Task.WaitAsync(TimeLimit);

    public Task<string?> InvokeAsync(string target, string argument) => Connection.InvokeAsync<string?>(target, argument).WaitAsync(TimeLimit);

    public Task SendAsync(string target, string argument) => Connection.SendAsync(target, argument);

    public Task StopAsync() => Connection.StopAsync();

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
