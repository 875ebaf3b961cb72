using System.Net;
using System.Text.Json;
using ChatFunctions.Cli.Api;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Cli.Live;

/// <summary>A live connection to the chat's hub. It doesn't reconnect by itself.</summary>
internal sealed class LiveConnection : IAsyncDisposable
{
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly HubConnection _hub;
    private TaskCompletionSource _closed = new();
    private string? _token;
    private string? _rejectedToken;

    /// <param name="chat">The API, which redirects to the SignalR service.</param>
    /// <param name="cancellationToken">Cancels waiting for an access token.</param>
    public LiveConnection(ChatClient chat, CancellationToken cancellationToken)
    {
        _hub = new HubConnectionBuilder()
            .WithUrl(new Uri(chat.Http.Api, Paths.User(chat.Me.Id)), HttpTransportType.WebSockets, http =>
            {
                http.AccessTokenProvider = async () => _token = await chat.AccessTokenAsync(_rejectedToken, cancellationToken);
                http.CloseTimeout = CloseTimeout;
                http.HttpMessageHandlerFactory = _ => ChatHttp.Handler();
            })
            .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default))
            .Build();
        _hub.Closed += _ =>
        {
            _closed.TrySetResult();
            return Task.CompletedTask;
        };
    }

    /// <summary>Completes when the open connection is closed for any reason.</summary>
    public Task Closed => _closed.Task;

    public void OnRoomEvents(Action<string, JsonElement[]> handler) => _hub.On("roomEvents", handler);

    public void OnRoomsChanged(Action<RoomListUpdate> handler) => _hub.On("roomsChanged", handler);

    /// <exception cref="RefusedException">The session has ended.</exception>
    /// <exception cref="UnreachableException">A live connection isn't available now.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(OpenTimeout);
        try
        {
            await _hub.StartAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnreachableException("No live connection: timed out.");
        }
        // The client throws many types, including Exception.
        catch (Exception e) when (e is not (ChatException or OperationCanceledException))
        {
            if (e is HttpRequestException { StatusCode: HttpStatusCode.Unauthorized })
            {
                _rejectedToken = _token;
            }

            throw new UnreachableException($"No live connection: {e.Message}", e);
        }
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
