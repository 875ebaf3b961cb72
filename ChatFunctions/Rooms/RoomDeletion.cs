using Azure;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Rooms;

/// <summary>Deletes rooms: first a commit after which a room accepts no changes, then its rows.</summary>
internal sealed class RoomDeletion(RoomAppender appender, RoomStore store, RoomAccess access, RoomPurge purge, ILogger<RoomDeletion> logger)
{
    /// <summary>Deletes a room, or continues a deletion that the caller began. Afterwards nobody can read or change it.</summary>
    public async Task<Outcome<MembershipUpdate>> DeleteAsync(Caller caller, string roomId, CancellationToken cancellationToken)
    {
        var (head, member) = await access.ReadAsync(caller.UserId, roomId, cancellationToken);
        var members = new List<string>();
        if (head?.DeletedBy != caller.UserId)
        {
            if (head is not { IsDeleted: false })
            {
                return Refusal.RoomNotFound;
            }

            if (new RoomMembership(head, member).Refuse(RoomAction.Delete) is { } notAllowed)
            {
                return notAllowed;
            }

            await purge.AnnounceAsync(roomId, caller.UserId, cancellationToken);
            members = (await store.MembersAsync(roomId, afterUserId: null, DeleteRoom.MostMembers, cancellationToken)).ConvertAll(one => one.UserId);
            var appended = await appender.AppendAsync(roomId, new DeleteRoom(Actor.Of(caller), members));
            if (appended.Refusal is { } refusal)
            {
                return refusal;
            }

            head = appended.Value.Head!;
        }

        string[] former = [.. members.Union(await purge.MembersAsync(roomId, CancellationToken.None))];
        purge.Finish(head, former);
        logger.RoomDeleted(roomId, former.Length);
        return new MembershipUpdate(Room.Of(head, myRole: null), []) { Removed = former };
    }
}

/// <summary>
/// Removes the rows and blobs of a deleted room, without commits. A row in the directory exists from before the deletion until after the last step, so the
/// cleanup finds interrupted ones.
/// </summary>
internal sealed class RoomPurge(
    ChatTables tables, RoomStore store, UserRoomStore userRooms, RoomDirectory directory, BackgroundWork background, TimeProvider clock, ILogger<RoomPurge> logger)
{
    /// <summary>An older purge was interrupted.</summary>
    private static readonly TimeSpan InterruptedAfter = TimeSpan.FromMinutes(5);

    private const int MostResumed = 10;
    private const string Partition = "purges";
    private const int Chunk = RoomTransaction.MaxOperations;
    private static readonly string[] Keys = ["PartitionKey", "RowKey"];

    /// <summary>Notes that a room is about to be deleted.</summary>
    public Task AnnounceAsync(string roomId, string deletedBy, CancellationToken cancellationToken)
    {
        var row = new PurgeRow { PartitionKey = Partition, RowKey = roomId, DeletedBy = deletedBy, WrittenAt = clock.GetUtcNow() };
        return tables.Directory.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Finishes interrupted purges, up to a limit.</summary>
    /// <returns>How many rooms it finished.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellationToken)
    {
        var finished = 0;
        var interrupted = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and WrittenAt lt {clock.GetUtcNow() - InterruptedAfter}");
        var rows = await tables.Directory.TakeAsync<PurgeRow>(interrupted, MostResumed, cancellationToken);
        foreach (var row in rows)
        {
            switch (await store.HeadAsync(row.RowKey, cancellationToken))
            {
                case null:
                    await ForgetAsync(row.RowKey, row.DeletedBy, cancellationToken);
                    finished++;
                    break;
                case { IsDeleted: true } head:
                    await FinishAsync(head, former: [], cancellationToken);
                    finished++;
                    break;
                default:
                    // Its deletion was refused or never committed.
                    await tables.Directory.TryDeleteAsync(row, cancellationToken);
                    break;
            }
        }

        return finished;
    }

    /// <summary>Removes the members that didn't fit into the commit. Afterwards nobody can read the room.</summary>
    /// <returns>The users removed.</returns>
    public async Task<List<string>> MembersAsync(string roomId, CancellationToken cancellationToken)
    {
        var removed = new List<string>();
        while (await store.MembersAsync(roomId, afterUserId: null, Chunk, cancellationToken) is { Count: > 0 } members)
        {
            await DeleteAsync(members, cancellationToken);
            removed.AddRange(members.Select(member => member.UserId));
        }

        return removed;
    }

    /// <summary>Removes everything else in the background.</summary>
    /// <param name="former">Members who were already removed.</param>
    public void Finish(RoomHead head, IReadOnlyList<string> former) => background.Start($"purge:{head.RoomId}", () => FinishAsync(head, former, CancellationToken.None));

    /// <inheritdoc cref="Finish"/>
    public async Task FinishAsync(RoomHead head, IReadOnlyList<string> former, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var purged = 0;
        var members = former.Concat(await MembersAsync(head.RoomId, cancellationToken)).Where(userId => userId != head.DeletedBy).Distinct();
        await members.ForEachParallelAsync((userId, token) => userRooms.RemoveAsync(userId, head.RoomId, token), cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {head.RoomId} and RowKey ne {RoomKeys.Head}");
        while (await tables.Rooms(head.RoomId).TakeAsync<TableEntity>(filter, Chunk, Keys, cancellationToken) is { Count: > 0 } rest)
        {
            await DeleteAsync(rest, cancellationToken);
            purged += rest.Count;
        }

        await tables.Blobs(head.RoomId).DeleteAllAsync(StoredAttachment.Folder(head.RoomId), cancellationToken);
        if (head.Kind == RoomKind.Public)
        {
            await directory.RemoveAsync(head.RoomId, head.Name, cancellationToken);
        }

        await tables.Rooms(head.RoomId).DeleteEntityAsync(head.RoomId, RoomKeys.Head, ETag.All, cancellationToken);
        await ForgetAsync(head.RoomId, head.DeletedBy!, cancellationToken);
        logger.RoomPurged(head.RoomId, purged, clock.GetElapsedTime(started).TotalMilliseconds);
    }

    private async Task ForgetAsync(string roomId, string deletedBy, CancellationToken cancellationToken)
    {
        await userRooms.RemoveAsync(deletedBy, roomId, cancellationToken);
        await tables.Directory.DeleteEntityAsync(Partition, roomId, ETag.All, cancellationToken);
    }

    private async Task DeleteAsync(IReadOnlyList<ITableEntity> chunk, CancellationToken cancellationToken)
    {
        try
        {
            await tables.Rooms(chunk[0].PartitionKey).SubmitTransactionAsync(
                chunk.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // Another instance is purging it too, or a lost first attempt succeeded: query the remaining rows again.
        }
    }

    private sealed record PurgeRow : Row
    {
        public string DeletedBy { get; set; } = "";

        public DateTimeOffset WrittenAt { get; set; }
    }
}
