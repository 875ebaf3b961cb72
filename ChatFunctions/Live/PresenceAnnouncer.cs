namespace ChatFunctions.Live;

/// <summary>
/// Says which rooms hear that somebody came or went. Each is a request to SignalR Service and, there, a message to every connection
/// in the room; so large rooms are left out, and of very many rooms only those that matter most are told. Who shows the members of
/// another room asks <c>GET /users/online</c>.
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
/// <param name="UserId">Who.</param>
/// <param name="Online">Came (true) or went (false).</param>
/// <param name="At">When: of two about the same user, the later one holds.</param>
public sealed record PresenceChange(string UserId, bool Online, DateTimeOffset At);
