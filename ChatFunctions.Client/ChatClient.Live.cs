using ChatFunctions.Client.Http;

namespace ChatFunctions.Client;

public sealed partial class ChatClient
{
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

    /// <summary>Tells the other members of a room that the user is typing. Call it every three seconds meanwhile.</summary>
    public Task<Typing> NoteTypingAsync(string roomId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Post($"{ApiPaths.Room(roomId)}/typing"), ApiJson.Default.Typing, cancellationToken);
}
