namespace ChatFunctions.Live;

/// <summary>Makes the live messages of docs/events.md. All of them are hints: storage is the truth, and a client can fetch what it missed.</summary>
internal static class LiveMessages
{
    /// <summary>The answer to a command, with the events that its invocation is to broadcast.</summary>
    public static LiveResponse Of(string roomId, Appended appended, IResult response) =>
        new() { Response = response, Messages = RoomEvents(roomId, appended) };

    /// <summary>The answer to a change of a message: the message as it is now.</summary>
    public static LiveResponse OfChange(string roomId, Appended appended) => Of(roomId, appended, JsonAnswer.Ok(appended.Message!));

    /// <summary>An answer with a hint for a room beside it; null: there is nothing to tell.</summary>
    public static LiveResponse ToRoom(string roomId, string target, object? hint, IResult response) =>
        new() { Response = response, Messages = hint is null ? null : [ToRoom(roomId, target, hint)] };

    public static SignalRMessageAction ToRoom(string roomId, string target, object hint) => new(target, [hint]) { GroupName = roomId };

    public static SignalRMessageAction ToUser(string userId, string target, object hint) => new(target, [hint]) { UserId = userId };

    /// <summary>
    /// The events of the commit, and messages that were sent before: a sender who repeats a send may have taken its broadcast along when it
    /// left. Clients drop the events that they have.
    /// </summary>
    public static SignalRMessageAction[]? RoomEvents(string roomId, Appended appended) => RoomEvents(roomId, appended.Sent.Any(sent => sent.Replayed)
        ? [.. appended.Broadcast.Concat(appended.Sent.Select(sent => sent.Message)).DistinctBy(happened => happened.Seq).OrderBy(happened => happened.Seq)]
        : appended.Broadcast);

    /// <summary>A batch's events in order, as few messages as stay below <see cref="EventChunks.MaxBytes"/> each.</summary>
    public static SignalRMessageAction[]? RoomEvents(string roomId, IReadOnlyList<RoomEvent> events) =>
        events.Count == 0
            ? null
            : [.. EventChunks.Of(events).Select(chunk => new SignalRMessageAction(Hub.RoomEvents, [roomId, chunk]) { GroupName = roomId })];

    /// <summary>Tells a user that a room came to, or went from, the user's list.</summary>
    public static SignalRMessageAction RoomListUpdate(string userId, string roomId, RoomListChange change) =>
        ToUser(userId, Hub.RoomsChanged, new RoomListUpdate(roomId, change));

    /// <summary>All connections of the user, present and later, hear the room.</summary>
    public static SignalRGroupAction Join(string userId, string roomId) =>
        new(SignalRGroupActionType.Add) { UserId = userId, GroupName = roomId };

    public static SignalRGroupAction Leave(string userId, string roomId) =>
        new(SignalRGroupActionType.Remove) { UserId = userId, GroupName = roomId };
}

/// <summary>The argument of <c>roomsChanged</c>.</summary>
internal sealed record RoomListUpdate(string RoomId, RoomListChange Change);

internal enum RoomListChange
{
    Added,
    Removed,
}

/// <summary>Cuts a batch of events into pieces that are each billed, buffered and sent in one go.</summary>
internal static class EventChunks
{
    /// <summary>Bytes of one live message, at most, unless a single event is larger.</summary>
    public const int MaxBytes = 64 * 1024;

    public static IEnumerable<RoomEvent[]> Of(IReadOnlyList<RoomEvent> events)
    {
        var chunk = new List<RoomEvent>(events.Count);
        var bytes = 0;
        foreach (var roomEvent in events)
        {
            var size = roomEvent.EstimatedBytes;
            if (chunk.Count > 0 && bytes + size > MaxBytes)
            {
                yield return [.. chunk];
                chunk.Clear();
                bytes = 0;
            }

            chunk.Add(roomEvent);
            bytes += size;
        }

        yield return [.. chunk];
    }
}

/// <summary>The one SignalR hub, and the names of what the server sends on it. A room's group has the room's id as its name.</summary>
internal static class Hub
{
    public const string Name = "chat";

    public const string RoomEvents = "roomEvents";
    public const string RoomsChanged = "roomsChanged";
    public const string Read = "read";
    public const string Typing = "typing";
    public const string Presence = "presence";
    public const string Notification = "notification";
}
