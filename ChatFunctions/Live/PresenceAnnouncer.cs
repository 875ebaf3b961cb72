namespace ChatFunctions.Live;

/// <summary>
/// Chooses the rooms that are told that a user came online or went offline. Each is a request to SignalR Service and a message to every connection
/// in the room, so large rooms are left out, and of many rooms only the most important are told. Clients can poll <c>GET /users/online</c> for
/// the others.
/// </summary>
internal sealed class PresenceAnnouncer(LiveRooms rooms, RoomStore store, RoomAppender appender)
{
    public async Task<SignalRMessageAction[]> MessagesAsync(IReadOnlyList<PresenceChange> changes, CancellationToken cancellationToken)
    {
        var messages = await Task.WhenAll(changes.Select(change => MessagesAsync(change, cancellationToken)));
        return [.. messages.SelectMany(ofOne => ofOne)];
    }

    private async Task<IEnumerable<SignalRMessageAction>> MessagesAsync(PresenceChange change, CancellationToken cancellationToken)
    {
        var roomIds = await rooms.OfAsync(change.UserId, LiveRooms.MostTold, cancellationToken);
        var heads = await Task.WhenAll(roomIds.Select(async roomId => appender.LastKnownHead(roomId) ?? await store.HeadAsync(roomId, cancellationToken)));
        return heads.Where(head => head is { IsDeleted: false, MemberCount: <= Limits.MembersForPresence })
            .Select(head => LiveMessages.ToRoom(head!.RoomId, Hub.Presence, change));
    }
}

/// <summary>A user came online or went offline; the argument of the live message <c>presence</c>.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Online">Whether the user came online or went offline.</param>
/// <param name="At">When. The latest change of a user counts.</param>
public sealed record PresenceChange(string UserId, bool Online, DateTimeOffset At);
