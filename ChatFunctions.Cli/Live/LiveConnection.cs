using System.Net;
using System.Text.Json;
using ChatFunctions.Cli.Api;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Cli.Live;

/// <summary>One live connection to the chat's hub, from its negotiation to its end. It doesn't come back by itself.</summary>
internal sealed class LiveConnection : IAsyncDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(20);

    private readonly HubConnection _hub;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LiveConnection(ChatClient chat)
    {
        var builder = new HubConnectionBuilder()
            .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default));
        builder.Services.AddSingleton<IConnectionFactory>(new WebSocketConnectionFactory(new ServiceNegotiation(chat)));
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(chat.Http.Server));
        _hub = builder.Build();
        _hub.Closed += _ =>
        {
            _closed.TrySetResult();
            return Task.CompletedTask;
        };
    }

    /// <summary>Ends when the connection does, for whatever reason.</summary>
    public Task Closed => _closed.Task;

    public void OnRoomEvents(Action<string, JsonElement[]> heard) => _hub.On("roomEvents", heard);

    public void OnRoomsChanged(Action<RoomsChanged> heard) => _hub.On("roomsChanged", heard);

    /// <exception cref="ChatException">There is no live connection to be had now.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ConnectPatience);
        try
        {
            await _hub.StartAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnreachableException("No live connection: it takes too long.");
        }
        catch (Exception e) when (e is HubException or IOException or InvalidOperationException or InvalidDataException)
        {
            throw new UnreachableException($"No live connection: {e.Message}", e);
        }
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
