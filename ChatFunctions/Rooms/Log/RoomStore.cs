using Azure;

namespace ChatFunctions.Rooms.Log;

/// <summary>
/// Reads rows of rooms and submits transactions. Each range that it reads is one exact key range, so the cost doesn't depend on the room's size. The
/// simulation in ChatFunctions.Bench overrides the virtual methods.
/// </summary>
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

    /// <summary>Messages with a seq in the range, newest first.</summary>
    /// <param name="from">The least seq, inclusive.</param>
    /// <param name="to">The greatest seq, inclusive.</param>
    /// <param name="senderId">Only messages of this sender; storage skips the others.</param>
    public Task<List<MessageRow>> MessagesAsync(string roomId, long from, long to, int most, string? senderId, CancellationToken cancellationToken)
    {
        var filter = Range(roomId, RoomKeys.Message(to), RoomKeys.Message(from));
        return TakeAsync<MessageRow>(roomId, senderId is null ? filter : $"{filter} and {TableClient.CreateQueryFilter($"SenderId eq {senderId}")}", most, cancellationToken);
    }

    /// <summary>Messages until a time, newest first. Storage skips newer ones.</summary>
    public Task<List<MessageRow>> MessagesUntilAsync(string roomId, DateTimeOffset at, int most, CancellationToken cancellationToken) =>
        TakeAsync<MessageRow>(
            roomId,
            $"{Range(roomId, RoomKeys.Message(long.MaxValue - 1), RoomKeys.Message(1))} and {TableClient.CreateQueryFilter($"CreatedAt le {at}")}", most, cancellationToken);

    /// <summary>Messages with mentions of anyone and a seq in the range, newest first. Storage skips the others, and those after a time.</summary>
    public Task<List<MessageRow>> MentionsAsync(string roomId, long from, long to, DateTimeOffset? until, int most, CancellationToken cancellationToken)
    {
        var filter = $"{Range(roomId, RoomKeys.Message(to), RoomKeys.Message(from))} and Mentions gt ''";
        return TakeAsync<MessageRow>(roomId, until is null ? filter : $"{filter} and {TableClient.CreateQueryFilter($"CreatedAt le {until}")}", most, cancellationToken);
    }

    /// <summary>The number of deleted messages with a seq in the range. Storage skips the others.</summary>
    public async Task<int> CountDeletedAsync(string roomId, long from, long to, CancellationToken cancellationToken) =>
        (await tables.Rooms(roomId).TakeAsync<MessageRow>($"{Range(roomId, RoomKeys.Message(to), RoomKeys.Message(from))} and Deleted eq true", int.MaxValue, ["PartitionKey", "RowKey"], cancellationToken)).Count;

    /// <summary>Events other than messages with a seq in the range, newest first.</summary>
    /// <inheritdoc cref="MessagesAsync"/>
    public Task<List<ChangeRow>> ChangesAsync(string roomId, long from, long to, int most, CancellationToken cancellationToken) =>
        TakeAsync<ChangeRow>(roomId, Range(roomId, RoomKeys.Change(to), RoomKeys.Change(from)), most, cancellationToken);

    /// <summary>Changes of the room, its members and its pins with a seq in the range, newest first. Storage skips edits, deletions and reactions.</summary>
    /// <inheritdoc cref="MessagesAsync"/>
    public Task<List<ChangeRow>> RoomChangesAsync(string roomId, long from, long to, int most, CancellationToken cancellationToken)
    {
        const string ChangesOfMessages = "Change eq 'MessageEdited' or Change eq 'MessageDeleted' or Change eq 'ReactionAdded' or Change eq 'ReactionRemoved'";
        return TakeAsync<ChangeRow>(roomId, $"{Range(roomId, RoomKeys.Change(to), RoomKeys.Change(from))} and not ({ChangesOfMessages})", most, cancellationToken);
    }

    /// <summary>Events other than messages that contain a user's name, newest first. Storage skips the others.</summary>
    /// <inheritdoc cref="MessagesAsync"/>
    public Task<List<ChangeRow>> NamingAsync(string roomId, string userId, long to, int most, CancellationToken cancellationToken)
    {
        var names = TableClient.CreateQueryFilter($"(ActorId eq {userId} and ActorName ne '') or (UserId eq {userId} and UserName ne '')");
        return TakeAsync<ChangeRow>(roomId, $"{Range(roomId, RoomKeys.Change(to), RoomKeys.Change(1))} and ({names})", most, cancellationToken);
    }

    /// <summary>The open reports of messages with a seq up to this one, newest message first.</summary>
    public Task<List<ReportsRow>> ReportsAsync(string roomId, long to, int most, CancellationToken cancellationToken) =>
        TakeAsync<ReportsRow>(roomId, Range(roomId, RoomKeys.Reports(to), RoomKeys.Reports(1)), most, cancellationToken);

    /// <summary>The search index of the blocks in a range, newest first.</summary>
    public Task<List<SearchBlockRow>> SearchBlocksAsync(string roomId, long from, long to, CancellationToken cancellationToken) =>
        TakeAsync<SearchBlockRow>(roomId, Range(roomId, RoomKeys.SearchBlock(to), RoomKeys.SearchBlock(from)), (int)(to - from + 1), cancellationToken);

    /// <summary>Memberships in the order of user ids, after the one given.</summary>
    public Task<List<MemberRow>> MembersAsync(string roomId, string? afterUserId, int most, CancellationToken cancellationToken) =>
        TakeAsync<MemberRow>(
            roomId,
            $"{TableClient.CreateQueryFilter($"PartitionKey eq {roomId} and RowKey gt {RoomKeys.Member(afterUserId ?? "")}")} and RowKey lt 'member;'", most, cancellationToken);

    /// <summary>Bans in the order of user ids, after the one given. Storage skips other restrictions.</summary>
    public Task<List<RestrictionRow>> BansAsync(string roomId, string? afterUserId, int most, CancellationToken cancellationToken) =>
        TakeAsync<RestrictionRow>(
            roomId,
            $"{TableClient.CreateQueryFilter($"PartitionKey eq {roomId} and RowKey gt {RoomKeys.Restriction(afterUserId ?? "")} and BannedAt gt {DateTimeOffset.UnixEpoch}")} and RowKey lt 'restriction;'", most, cancellationToken);

    /// <summary>The room's invitations, including expired and used ones.</summary>
    public Task<List<InvitationRow>> InvitationsAsync(string roomId, int most, CancellationToken cancellationToken) =>
        TakeAsync<InvitationRow>(roomId, $"{TableClient.CreateQueryFilter($"PartitionKey eq {roomId}")} and RowKey gt 'code:' and RowKey lt 'code;'", most, cancellationToken);

    /// <summary>Which of the attachments with an id in the range are part of a message.</summary>
    public async Task<HashSet<string>> AttachmentsAsync(string roomId, string from, string to, CancellationToken cancellationToken) =>
        [.. (await TakeAsync<AttachmentRow>(roomId, Range(roomId, RoomKeys.Attachment(from), RoomKeys.Attachment(to)), int.MaxValue, cancellationToken)).Where(row => !row.IsUsedUp).Select(row => RoomKeys.AttachmentId(row.RowKey))];

    /// <summary>The head and the newest message, whose keys are adjacent: one query for a line of the room list.</summary>
    public async Task<(RoomHead? Head, MessageRow? Newest)> TopAsync(string roomId, CancellationToken cancellationToken)
    {
        var filter = $"{TableClient.CreateQueryFilter($"PartitionKey eq {roomId} and RowKey ge {RoomKeys.Head}")} and RowKey lt 'm;'";
        var top = await TakeAsync<TopRow>(roomId, filter, 2, cancellationToken);
        var newest = top is [_, var second] ? second.ToMessageRow() : null;
        await tables.PrepareAddressesAsync([newest], cancellationToken);
        return top is [{ RowKey: RoomKeys.Head } head, ..] ? (head, newest) : (null, null);
    }

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

    private static string Range(string roomId, string first, string last) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {roomId} and RowKey ge {first} and RowKey le {last}");

    private async Task<List<T>> TakeAsync<T>(string roomId, string filter, int most, CancellationToken cancellationToken)
        where T : Row
    {
        var rows = await tables.Rooms(roomId).TakeAsync<T>(filter, most, cancellationToken);
        await tables.PrepareAddressesAsync(rows, cancellationToken);
        return rows;
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
