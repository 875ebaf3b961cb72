using System.Runtime.CompilerServices;
using ChatFunctions.Client.Http;
using ChatFunctions.Client.Live;

namespace ChatFunctions.Client;

public sealed partial class ChatClient
{
    /// <summary>
    /// Returns the events of a room after a seq, each once and in order, then new ones as they happen. It continues after lost connections, and
    /// keeps the user online.
    /// </summary>
    /// <param name="roomId">The room's id.</param>
    /// <param name="after">The seq of the last event that the caller knows; 0: from the start; null: only new events.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="ChatApiException">The user isn't in the room, or the session has ended.</exception>
    public async IAsyncEnumerable<RoomEvent> EventsAsync(
        string roomId, long? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var start = after ?? (await GetRoomAsync(roomId, cancellationToken).ConfigureAwait(false)).Head;
        var sequence = new RoomSequence(start);
        var subscription = _live.Subscribe(roomId, sequence);
        try
        {
            for (var mustCheck = true; ;)
            {
                while (mustCheck)
                {
                    var page = await ReadMissingAsync(roomId, sequence.Applied, cancellationToken).ConfigureAwait(false);
                    foreach (var happened in sequence.Take(page.Events))
                    {
                        yield return happened;
                    }

                    mustCheck = page.More && page.Events.Count > 0;
                }

                var (events, checkAgain) = await subscription.NextAsync(cancellationToken).ConfigureAwait(false);
                foreach (var happened in sequence.Take(events))
                {
                    yield return happened;
                }

                mustCheck = checkAgain || sequence.HasHole;
            }
        }
        finally
        {
            _live.Unsubscribe(subscription);
        }
    }

    /// <summary>
    /// Returns live messages: changes of the room list, read markers, who is typing, who is online, notifications, and whether there is a live
    /// connection.
    /// </summary>
    /// <exception cref="ChatApiException">The session has ended.</exception>
    public async IAsyncEnumerable<LiveMessage> LiveMessagesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var listener = _live.Listen();
        try
        {
            await foreach (var message in listener.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return message;
            }
        }
        finally
        {
            _live.Unlisten(listener);
        }
    }

    /// <summary>Returns a page of a room's events, oldest first.</summary>
    /// <param name="roomId">The room's id.</param>
    /// <param name="after">Only events after this seq.</param>
    /// <param name="waitSeconds">How long to wait if there is none yet.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<EventsPage> GetEventsAsync(string roomId, long after, int waitSeconds = 0, CancellationToken cancellationToken = default)
    {
        var path = $"{ApiPaths.Room(roomId)}/events?limit={PageSize}".With(("after", after), ("wait", waitSeconds > 0 ? waitSeconds : null));
        var request = ApiRequest.Get(path) with { TimeLimit = TimeSpan.FromSeconds(waitSeconds + 15) };
        var answer = await SendAsync(request, ApiJson.Default.EventsAnswer, cancellationToken).ConfigureAwait(false);
        return new EventsPage([.. answer.Events.Select(ApiJson.ReadEvent)], answer.Head, answer.More);
    }

    /// <summary>Keeps the user online for a minute, and returns how far rooms have got.</summary>
    /// <param name="rooms">The ids of rooms to report on, 20 at most; null: none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<PresenceLease> RenewPresenceAsync(IEnumerable<string>? rooms = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            ApiRequest.Post("presence", new RenewPresenceRequest(rooms), ApiJson.Default.RenewPresenceRequest) with { IsIdempotent = true },
            ApiJson.Default.PresenceLease,
            cancellationToken);

    /// <summary>Tells the other members of a room that the user is typing. Call it every three seconds while the user types.</summary>
    public Task<Typing> NoteTypingAsync(string roomId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Post($"{ApiPaths.Room(roomId)}/typing"), ApiJson.Default.Typing, cancellationToken);

    /// <summary>Reads events, and tries again until the server answers.</summary>
    private async Task<EventsPage> ReadMissingAsync(string roomId, long after, CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            try
            {
                return await GetEventsAsync(roomId, after, waitSeconds: 0, cancellationToken).ConfigureAwait(false);
            }
            catch (ChatApiException e) when (e.IsTransient)
            {
                await Task.Delay(Backoff.After(++failures), _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
