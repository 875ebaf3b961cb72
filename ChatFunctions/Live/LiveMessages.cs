namespace ChatFunctions.Live;

/// <summary>An answer with live messages and changes of groups.</summary>
internal sealed class LiveResponse
{
    [HttpResult]
    public required IResult Response { get; init; }

    /// <summary>Users who join or leave a room's group.</summary>
    [SignalROutput(HubName = Hub.Name)]
    public SignalRGroupAction[]? Groups { get; init; }

    [SignalROutput(HubName = Hub.Name)]
    public SignalRMessageAction[]? Messages { get; init; }
}

/// <summary>Live messages and changes of groups without an answer.</summary>
internal sealed class LiveEvent
{
    [SignalROutput(HubName = Hub.Name)]
    public SignalRGroupAction[]? Groups { get; init; }

    [SignalROutput(HubName = Hub.Name)]
    public SignalRMessageAction[]? Messages { get; init; }
}

internal static class LiveResponseTasks
{
    public static async Task<LiveResponse> ToLive<T>(this Task<Outcome<T>> task, Func<T, LiveResponse> answer)
    {
        var outcome = await task;
        return outcome.Refusal is { } refusal ? new LiveResponse { Response = Problem.Of(refusal) } : answer(outcome.Value);
    }
}

/// <summary>Creates the live messages of docs/events.md. They can be lost; clients then read from storage.</summary>
internal static class LiveMessages
{
    /// <summary>The answer to a command, with the events that its invocation broadcasts.</summary>
    public static LiveResponse Of(string roomId, Appended appended, IResult response) =>
        new() { Response = response, Messages = RoomEvents(roomId, appended) };

    /// <summary>The answer to a change of a message: the message as it is now.</summary>
    public static LiveResponse OfChange(string roomId, Appended appended) => Of(roomId, appended, JsonAnswer.Ok(appended.Message!));

    /// <summary>An answer with a live message for a room; null: no message.</summary>
    public static LiveResponse ToRoom(string roomId, string target, object? hint, IResult response) =>
        new() { Response = response, Messages = hint is null ? null : [ToRoom(roomId, target, hint)] };

    public static SignalRMessageAction ToRoom(string roomId, string target, object hint) => new(target, [hint]) { GroupName = roomId };

    public static SignalRMessageAction ToUser(string userId, string target, object hint) => new(target, [hint]) { UserId = userId };

    /// <summary>
    /// The events of the commit and the messages that were sent before, because the broadcast of an interrupted send may be lost. Clients drop
    /// events that they already have.
    /// </summary>
    public static SignalRMessageAction[]? RoomEvents(string roomId, Appended appended) => RoomEvents(roomId, appended.Sent.Any(sent => sent.Replayed)
        ? [.. appended.Broadcast.Concat(appended.Sent.Select(sent => sent.Message)).DistinctBy(happened => happened.Seq).OrderBy(happened => happened.Seq)]
        : appended.Broadcast);

    /// <summary>Events in order, in as few messages as possible, each below <see cref="EventChunks.MaxBytes"/>.</summary>
    public static SignalRMessageAction[]? RoomEvents(string roomId, IReadOnlyList<RoomEvent> events) =>
        events.Count == 0
            ? null
            : [.. EventChunks.Of(events).Select(chunk => new SignalRMessageAction(Hub.RoomEvents, [roomId, chunk]) { GroupName = roomId })];

    /// <summary>Tells a user of a change of the user's room list.</summary>
    public static SignalRMessageAction RoomListUpdate(string userId, string roomId, RoomListChange change) =>
        ToUser(userId, Hub.RoomsChanged, new RoomListUpdate(roomId, change));

    /// <summary>Adds all connections of the user, current and future, to the room's group.</summary>
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

    /// <summary>The user has hidden the room until its next message.</summary>
    Hidden,

    /// <summary>The user has ended that.</summary>
    Shown,

    /// <summary>The user has changed the level or the favourite.</summary>
    PreferencesChanged,
}

/// <summary>Splits events into live messages of limited size.</summary>
internal static class EventChunks
{
    /// <summary>The most bytes of a live message, unless a single event is larger.</summary>
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

/// <summary>The SignalR hub and the targets of its messages. The name of a room's group is the room id.</summary>
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
