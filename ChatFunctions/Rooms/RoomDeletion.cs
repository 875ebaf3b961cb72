using Azure;
using Azure.Data.Tables;
using ChatFunctions.Http;
using ChatFunctions.RoomLog;
using ChatFunctions.RoomLog.Commands;
using ChatFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Rooms;

/// <summary>Deleting rooms: one commit after which a room accepts nothing, then whatever is left of it.</summary>
internal sealed class RoomDeletion(RoomAppender appender, RoomRows rows, RoomMemberships memberships, RoomPurge purge, ILogger<RoomDeletion> logger)
{
    /// <summary>Deletes a room, or goes on with that where the caller has begun it. Nobody can read or change it any more when this returns.</summary>
    public async Task<Outcome<MembershipUpdate>> DeleteAsync(Caller caller, string roomId, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(roomId))
        {
            return RoomRefusals.NotFound;
        }

        var (head, member) = await memberships.ReadAsync(caller.UserId, roomId, cancellationToken);
        var members = new List<string>();
        if (head?.DeletedBy != caller.UserId)
        {
            var membership = memberships.Of(head, member);
            if ((membership.Refusal ?? membership.Value.Refuse(RoomAction.Delete)) is { } notAllowed)
            {
                return notAllowed;
            }

            members = (await rows.MembersAsync(roomId, afterUserId: null, DeleteRoom.MostMembers, cancellationToken)).ConvertAll(one => one.UserId);
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
/// Removes what is left of a deleted room. It needs no commits, because a deleted room accepts none any more. The head goes last but for
/// the pointer on the list of whoever deleted the room, so whatever interrupts this, somebody meets the head and it goes on.
/// </summary>
internal sealed class RoomPurge(
    ChatTables tables, RoomRows rows, UserRoomStore userRooms, RoomDirectory directory, BackgroundWork background, TimeProvider clock, ILogger<RoomPurge> logger)
{
    private const int Chunk = RoomTransaction.MaxOperations;
    private static readonly string[] Keys = ["PartitionKey", "RowKey"];

    /// <summary>Removes the members that did not fit into the commit, after which nobody can read the room.</summary>
    /// <returns>Who they were.</returns>
    public async Task<List<string>> MembersAsync(string roomId, CancellationToken cancellationToken)
    {
        var removed = new List<string>();
        while (await rows.MembersAsync(roomId, afterUserId: null, Chunk, cancellationToken) is { Count: > 0 } members)
        {
            await DeleteAsync(members, cancellationToken);
            removed.AddRange(members.Select(member => member.UserId));
        }

        return removed;
    }

    /// <summary>Removes everything else in the background.</summary>
    /// <param name="head">The room.</param>
    /// <param name="former">Members who were removed already; the lists of others find out themselves.</param>
    public void Finish(RoomHead head, IReadOnlyList<string> former) => background.Start($"purge:{head.RoomId}", () => FinishAsync(head, former, CancellationToken.None));

    /// <inheritdoc cref="Finish"/>
    public async Task FinishAsync(RoomHead head, IReadOnlyList<string> former, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var purged = 0;
        var members = former.Concat(await MembersAsync(head.RoomId, cancellationToken)).Where(userId => userId != head.DeletedBy).Distinct();
        await members.ForEachParallelAsync((userId, token) => userRooms.RemoveAsync(userId, head.RoomId, token), cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {head.RoomId} and RowKey ne {RoomKeys.Head}");
        while (await tables.Rooms(head.RoomId).TakeAsync<AnyRow>(filter, Chunk, Keys, cancellationToken) is { Count: > 0 } rest)
        {
            await DeleteAsync(rest, cancellationToken);
            purged += rest.Count;
        }

        if (head.Kind == RoomKind.Public)
        {
            await directory.RemoveAsync(head.RoomId, head.Name, cancellationToken);
        }

        await tables.Rooms(head.RoomId).DeleteEntityAsync(head.RoomId, RoomKeys.Head, ETag.All, cancellationToken);
        await userRooms.RemoveAsync(head.DeletedBy!, head.RoomId, cancellationToken);
        logger.RoomPurged(head.RoomId, purged, clock.GetElapsedTime(started).TotalMilliseconds);
    }

    private async Task DeleteAsync(IReadOnlyList<Row> chunk, CancellationToken cancellationToken)
    {
        try
        {
            await tables.Rooms(chunk[0].PartitionKey).SubmitTransactionAsync(
                chunk.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // Another instance is at it as well, or a first try took effect: what is still there is found again.
        }
    }

    private sealed class AnyRow : Row;
}
