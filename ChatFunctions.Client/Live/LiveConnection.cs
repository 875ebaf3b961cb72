using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatFunctions.Client.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace ChatFunctions.Client.Live;

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
    /// <param name="userId">The current user's id.</param>
    /// <param name="handlers">Creates the handler of HTTP requests.</param>
    /// <param name="cancellationToken">Cancels waiting for an access token.</param>
    public LiveConnection(ChatClient chat, string userId, Func<HttpMessageHandler> handlers, CancellationToken cancellationToken)
    {
        _hub = new HubConnectionBuilder()
            .WithUrl(new Uri(chat.ApiAddress, ApiPaths.User(userId)), HttpTransportType.WebSockets, http =>
            {
                http.AccessTokenProvider = async () => _token = await chat.FindAccessTokenAsync(_rejectedToken, cancellationToken).ConfigureAwait(false);
                http.CloseTimeout = CloseTimeout;
                http.HttpMessageHandlerFactory = _ => chat.AddCredentials(handlers());
            })
            .Build();
        _hub.Closed += _ =>
        {
            _closed.TrySetResult();
            return Task.CompletedTask;
        };
    }

    /// <summary>Completes when the open connection is closed for any reason.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Sets what happens with received messages.</summary>
    public void On(Action<string, IReadOnlyList<RoomEvent>> events, Action<LiveMessage> others)
    {
        _hub.On<string, JsonElement[]>("roomEvents", (roomId, received) => events(roomId, [.. received.Select(ApiJson.ReadEvent)]));
        On("roomsChanged", ApiJson.Default.RoomListUpdate);
        On("read", ApiJson.Default.ReadMarker);
        On("typing", ApiJson.Default.Typing);
        On("presence", ApiJson.Default.PresenceChange);
        On("notification", ApiJson.Default.Notification);

        void On<T>(string target, JsonTypeInfo<T> type)
            where T : LiveMessage => _hub.On<JsonElement>(target, json => others(ApiJson.Read(json, type)));
    }

    /// <exception cref="ChatApiException">A live connection isn't available now, or the session has ended.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(OpenTimeout);
        try
        {
            await _hub.StartAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ChatApiException("No live connection: timed out.");
        }
        // The client throws many types, including Exception.
        catch (Exception e) when (e is not (ChatApiException or OperationCanceledException))
        {
            if (e is HttpRequestException { StatusCode: HttpStatusCode.Unauthorized })
            {
                _rejectedToken = _token;
            }

            throw new ChatApiException($"No live connection: {e.Message}", e);
        }
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
