using System.Runtime.Serialization;
using Azure;
using ChatFunctions.Rooms.Commands;

namespace ChatFunctions.Accounts;

/// <summary>Users whom the caller has blocked.</summary>
internal sealed class BlockFunctions(Blocks blocks)
{
    private const string All = "me/blocks";
    private const string One = All + "/{userId}";

    [Function("ListBlocks")]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = All)] HttpRequest request, CancellationToken cancellationToken) =>
        request.IdPage()
            .Then(async page => (Outcome<Hosting.Page<BlockedUser>>)await blocks.PageAsync(request.Caller().UserId, page.After, page.Limit, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("BlockUser")]
    public Task<IResult> Block(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = One)] HttpRequest request, string userId, CancellationToken cancellationToken) =>
        blocks.AddAsync(request.Caller().UserId, userId, cancellationToken).ToResult(_ => TypedResults.NoContent());

    [Function("UnblockUser")]
    public Task<IResult> Unblock(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequest request, string userId, CancellationToken cancellationToken) =>
        blocks.RemoveAsync(request.Caller().UserId, userId, cancellationToken).ToResult(_ => TypedResults.NoContent());
}

/// <summary>A user whom the caller has blocked.</summary>
public sealed record BlockedUser(UserRef User, DateTimeOffset BlockedAt);

/// <summary>
/// Users whom a user has blocked. Each is a row in the blocker's partition and, so that a send needs no further request, a mark in the head
/// of the direct room of the two. The row changes first, then the head.
/// </summary>
internal sealed class Blocks(ChatTables tables, ProfileGuard guard, UserStore users, RoomAppender appender, TimeProvider clock)
{
    /// <summary>Blocked users in the order of their ids. Users whose accounts are gone are left out, so a page may be short.</summary>
    /// <param name="afterId">The id of the last user on the page before; null: from the start.</param>
    public async Task<Hosting.Page<BlockedUser>> PageAsync(string blockerId, string? afterId, int limit, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(blockerId, afterId, limit, cancellationToken);
        var profiles = await rows.SelectParallelAsync((row, token) => users.ProfileAsync(row.UserId, token), cancellationToken);
        var blocked = rows.Zip(profiles).Where(pair => pair.Second is not null).Select(pair => new BlockedUser(pair.Second!.ToRef(), pair.First.BlockedAt));
        return new Hosting.Page<BlockedUser>([.. blocked], rows.Count == limit ? rows[^1].UserId : null);
    }

    /// <inheritdoc cref="PageAsync"/>
    public Task<List<BlockRow>> RowsAsync(string blockerId, string? afterId, int most, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {UserKeys.UserPartition(blockerId)} and RowKey gt {UserKeys.Block(afterId ?? "")} and RowKey lt 'block;'");
        return tables.User(blockerId).TakeAsync<BlockRow>(filter, most, cancellationToken);
    }

    public async Task<bool> HasAsync(string blockerId, string userId, CancellationToken cancellationToken) =>
        await tables.User(blockerId).FindAsync<BlockRow>(UserKeys.UserPartition(blockerId), UserKeys.Block(userId), cancellationToken) is not null;

    /// <summary>Blocks a user. Repeating it finishes a call that was interrupted.</summary>
    public async Task<Outcome<bool>> AddAsync(string blockerId, string userId, CancellationToken cancellationToken)
    {
        if (userId == blockerId)
        {
            return Refusal.Invalid("userId", "You can't block yourself.");
        }

        if (await users.ProfileAsync(userId, cancellationToken) is null)
        {
            return Refusal.UserNotFound;
        }

        if (!await HasAsync(blockerId, userId, cancellationToken))
        {
            var row = new BlockRow { PartitionKey = UserKeys.UserPartition(blockerId), RowKey = UserKeys.Block(userId), BlockedAt = clock.GetUtcNow() };
            if (!await guard.TryUpsertAsync([row], cancellationToken))
            {
                return Refusal.Unauthorized;
            }
        }

        return await ApplyAsync(blockerId, userId);
    }

    /// <summary>Unblocks a user, also one whose account is gone.</summary>
    public async Task<Outcome<bool>> RemoveAsync(string blockerId, string userId, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(userId))
        {
            return false;
        }

        await tables.User(blockerId).DeleteEntityAsync(UserKeys.UserPartition(blockerId), UserKeys.Block(userId), ETag.All, cancellationToken);
        return await ApplyAsync(blockerId, userId);
    }

    /// <summary>
    /// Updates the head of the direct room, if there is one, from the row. Every call that changes the row or creates the room does this
    /// afterwards, and reads the row again after the commit, so the head agrees with the last change of the row.
    /// </summary>
    /// <returns>Whether the user is blocked; 503 when storage didn't answer in time.</returns>
    public async Task<Outcome<bool>> ApplyAsync(string blockerId, string userId)
    {
        bool isBlocking;
        var present = await HasAsync(blockerId, userId, CancellationToken.None);
        do
        {
            isBlocking = present;
            var appended = await appender.AppendAsync(Ids.DirectRoomId(blockerId, userId), new SetBlocker(new Actor(blockerId, Username: ""), isBlocking));
            if (appended.Refusal is { } refusal && refusal != Refusal.RoomNotFound)
            {
                return refusal;
            }

            present = await HasAsync(blockerId, userId, CancellationToken.None);
        }
        while (present != isBlocking);
        return isBlocking;
    }
}

internal sealed record BlockRow : Row
{
    public DateTimeOffset BlockedAt { get; set; }

    [IgnoreDataMember]
    public string UserId => RowKey[UserKeys.BlockPrefix.Length..];
}
