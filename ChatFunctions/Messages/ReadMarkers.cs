using Azure;
using ChatFunctions.Live;

namespace ChatFunctions.Messages;

/// <summary>Moves a member's read marker: forward, or back to mark messages as unread.</summary>
internal sealed class ReadMarkerFunctions(RoomAccess access, RoomStore store, ChatTables tables)
{
    [Function("MarkRead")]
    public Task<LiveResponse> MarkRead(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "rooms/{roomId}/read")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync<MarkReadRequest, MarkReadValidator>(cancellationToken)
            .Then(body => MoveAsync(request.Caller(), roomId, body.Seq!.Value, body.Unread is true, cancellationToken))
            .ToLive(marked => new LiveResponse { Response = JsonAnswer.Ok(marked.Marker), Messages = Told(marked) });

    /// <summary>Others never see a marker move back, so such a marker is sent only to the member's own clients.</summary>
    private static SignalRMessageAction[]? Told(MarkedRead marked) => marked switch
    {
        { Moved: false } => null,
        { Marker: var marker, IsPrivate: true } => [LiveMessages.ToUser(marker.UserId, Hub.Read, marker)],
        { Marker: var marker } => [LiveMessages.ToRoom(marker.RoomId, Hub.Read, marker)],
    };

    /// <summary>Costs three concurrent reads and one write, or no write if the marker doesn't move.</summary>
    /// <param name="unread">Whether the marker can move back.</param>
    /// <returns>The marker as it is now; 404 or 403 for a stranger; 400 for a seq beyond the head.</returns>
    private async Task<Outcome<MarkedRead>> MoveAsync(Caller caller, string roomId, long seq, bool unread, CancellationToken cancellationToken)
    {
        var (membership, newest) = await BoundedRequests.BothAsync(MembershipAsync(), store.MessagesAsync(roomId, 1, seq, 1, senderId: null, cancellationToken));
        var last = newest.FirstOrDefault();
        if (membership.Refusal is null && seq > membership.Value.Head.Seq && last?.Seq != seq)
        {
            return Refusal.Invalid("seq", "This room has no event with this seq.");
        }

        // The count stays valid, because a client knows a seq only after its commit, and nothing is ever inserted before it.
        while (membership.Refusal is null && membership.Value.Member is { } member && (unread ? member.UnreadSeq != seq : member.Marker.Seq < seq))
        {
            if (await TryMoveAsync(member, seq, last?.Ordinal ?? 0, unread, cancellationToken))
            {
                return Marked(seq, moved: true, isPrivate: seq <= member.ReadSeq);
            }

            membership = await MembershipAsync();
        }

        return membership.Refusal is { } refusal ? refusal
            : Marked(membership.Value.Member!.Marker.Seq, moved: false, isPrivate: true);

        MarkedRead Marked(long at, bool moved, bool isPrivate) =>
            new(new ReadMarker(roomId, caller.UserId, at) { Unread = unread ? true : null }, moved, isPrivate);

        Task<Outcome<RoomMembership>> MembershipAsync() => access.CheckAsync(caller.UserId, roomId, RoomAction.Read, cancellationToken);
    }

    /// <summary>
    /// Merges the marker into the member's row as it was read. It changes no property that commits change, except the member's own in the readers' row.
    /// </summary>
    /// <param name="seq">Everything up to here is read. Others see it only if it is beyond the marker that they have seen.</param>
    /// <param name="count">The ordinal of the last message up to there; 0: there is none.</param>
    /// <param name="unread">Whether the member marks what comes after as unread.</param>
    /// <returns>False: the row has changed or is gone. This never creates it.</returns>
    private async Task<bool> TryMoveAsync(MemberRow member, long seq, long count, bool unread, CancellationToken cancellationToken)
    {
        var isForward = !(seq <= member.ReadSeq);
        var marker = new TableEntity(member.PartitionKey, member.RowKey);
        if (isForward)
        {
            (marker[nameof(MemberRow.ReadSeq)], marker[nameof(MemberRow.ReadCount)]) = (seq, count);
        }

        if (unread || seq < member.ReadSeq)
        {
            (marker[nameof(MemberRow.UnreadSeq)], marker[nameof(MemberRow.UnreadCount)]) = (seq, count);
        }
        else if (member.IsMarkedUnread)
        {
            (marker[nameof(MemberRow.UnreadSeq)], marker[nameof(MemberRow.UnreadCount)]) = (0L, 0L);
        }

        try
        {
            if (isForward && member.InReaders is true)
            {
                await tables.Rooms(member.PartitionKey).SubmitTransactionAsync(
                    [
                        new TableTransactionAction(TableTransactionActionType.UpdateMerge, marker, member.ETag),
                        new TableTransactionAction(TableTransactionActionType.UpsertMerge, MemberReadMarkers.Moved(member.PartitionKey, member.UserId, seq)),
                    ],
                    cancellationToken);
            }
            else
            {
                await tables.Rooms(member.PartitionKey).UpdateEntityAsync(marker, member.ETag, TableUpdateMode.Merge, cancellationToken);
            }

            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }
}

/// <summary>The result of moving a marker.</summary>
/// <param name="IsPrivate">Whether only the member's own clients get it.</param>
internal sealed record MarkedRead(ReadMarker Marker, bool Moved, bool IsPrivate);

/// <summary>How far a member has read; the argument of the live message <c>read</c>.</summary>
/// <param name="Seq">Everything up to here is read.</param>
public sealed record ReadMarker(string RoomId, string UserId, long Seq)
{
    /// <summary>True: the member has marked everything after it as unread.</summary>
    public bool? Unread { get; init; }
}

/// <summary>Body of <c>PUT /rooms/{roomId}/read</c>.</summary>
/// <param name="Seq">The seq of any event up to the room's head.</param>
/// <param name="Unread">True: also moves the marker back.</param>
public sealed record MarkReadRequest(long? Seq, bool? Unread);

internal sealed class MarkReadValidator : AbstractValidator<MarkReadRequest>
{
    public MarkReadValidator() => RuleFor(request => request.Seq).NotNull().GreaterThan(0);
}
