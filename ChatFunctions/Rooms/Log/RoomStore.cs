using Azure;

namespace ChatFunctions.Rooms.Log;

/// <summary>Reads rows of rooms and submits transactions. The simulation in ChatFunctions.Bench overrides the virtual methods.</summary>
internal class RoomStore(ChatTables tables)
{
    public Task<RoomHead?> HeadAsync(string roomId, CancellationToken cancellationToken) => FindAsync<RoomHead>(roomId, RoomKeys.Head, cancellationToken);

    public virtual async Task<T?> FindAsync<T>(string roomId, string rowKey, CancellationToken cancellationToken)
        where T : Row
    {
        var row = await tables.Rooms(roomId).FindAsync<T>(roomId, rowKey, cancellationToken);
        await tables.PrepareAddressesAsync([row], cancellationToken);
        return row;
    }

    /// <summary>Whether a user is banned from the room, for early refusals and their reasons. Commands that add members check it themselves.</summary>
    public async Task<bool> IsBannedAsync(string userId, string roomId, CancellationToken cancellationToken) =>
        await FindAsync<RestrictionRow>(roomId, RoomKeys.Restriction(userId), cancellationToken) is { IsBan: true };

    /// <inheritdoc cref="MemberReadMarkers.From"/>
    public async Task<MemberReadMarkers?> ReadersAsync(string roomId, CancellationToken cancellationToken) =>
        MemberReadMarkers.From(await tables.Rooms(roomId).FindAsync<TableEntity>(roomId, RoomKeys.MemberReadMarkers, cancellationToken));

    /// <summary>Reads a row as the type that its key implies.</summary>
    public async Task<Row?> RowAsync(string roomId, string rowKey, CancellationToken cancellationToken) => rowKey[..rowKey.IndexOf(':', StringComparison.Ordinal)] switch
    {
        "member" => await FindAsync<MemberRow>(roomId, rowKey, cancellationToken),
        "m" => await FindAsync<MessageRow>(roomId, rowKey, cancellationToken),
        "a" => await FindAsync<AttachmentRow>(roomId, rowKey, cancellationToken),
        "r" => await FindAsync<ReportsRow>(roomId, rowKey, cancellationToken),
        "e" => await FindAsync<ChangeRow>(roomId, rowKey, cancellationToken),
        "d" => await FindAsync<SendRow>(roomId, rowKey, cancellationToken),
        "code" => await FindAsync<InvitationRow>(roomId, rowKey, cancellationToken),
        "restriction" => await FindAsync<RestrictionRow>(roomId, rowKey, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(rowKey), rowKey, "Not a row of a room."),
    };

    /// <summary>
    /// Merges the claim into the head regardless of its ETag, so that commits in flight fail and their instances see the claim. Decisions don't
    /// depend on it.
    /// </summary>
    public virtual Task ClaimAsync(string roomId, string instance, CancellationToken cancellationToken) =>
        tables.Rooms(roomId).TryMergeAsync(new TableEntity(roomId, RoomKeys.Head) { [nameof(RoomHead.ClaimedBy)] = instance }, cancellationToken);

    /// <summary>Submits a transaction once.</summary>
    /// <returns>Its outcome, as far as it is known.</returns>
    /// <exception cref="RequestFailedException">The service refused the transaction as such: a bug, or no access.</exception>
    public virtual async Task<Submission> SubmitAsync(RoomTransaction transaction, CancellationToken cancellationToken)
    {
        try
        {
            var response = await tables.RoomCommits(transaction.State.Head!.RoomId).SubmitTransactionAsync(transaction.Actions(), cancellationToken);
            return new Submission.Committed(response.Value[0].Headers.ETag!.Value);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return new Submission.Rejected();
        }
        catch (Exception e) when (StorageUnavailable.Is(e))
        {
            return new Submission.Unknown();
        }
    }
}

/// <summary>The known outcome of a submitted transaction.</summary>
internal abstract record Submission
{
    /// <param name="Head">The head's new ETag.</param>
    public sealed record Committed(ETag Head) : Submission;

    /// <summary>The room has changed or a row already exists. A retried request also gets this if its first attempt succeeded.</summary>
    public sealed record Rejected : Submission;

    /// <summary>It may have taken effect, may still do so, or has failed.</summary>
    public sealed record Unknown : Submission;
}
