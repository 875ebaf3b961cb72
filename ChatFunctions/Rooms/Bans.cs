using ChatFunctions.Accounts;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Commands;

namespace ChatFunctions.Rooms;

internal sealed class BanFunctions(Bans bans, MemberService members)
{
    private const string All = "rooms/{roomId}/bans";
    private const string One = All + "/{userId}";

    [AllowServer]
    [Function("ListBans")]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = All)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.IdPage()
            .Then(page => bans.PageAsync(request.Caller(), roomId, page.After, page.Limit, cancellationToken))
            .ToResult(TypedResults.Ok);

    [AllowServer]
    [Function("BanUser")]
    public Task<LiveResponse> Ban(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = One)] HttpRequest request, string roomId, string userId, CancellationToken cancellationToken) =>
        members.RemoveAsync(request.Caller(), roomId, userId, ban: true, cancellationToken).ToLive(changed => changed.ToLive(JsonAnswer.Ok(changed.Room)));

    [AllowServer]
    [Function("UnbanUser")]
    public Task<IResult> Unban(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = One)] HttpRequest request, string roomId, string userId) =>
        bans.LiftAsync(request.Caller(), roomId, userId).ToResult(_ => TypedResults.NoContent());
}

/// <summary>Lists and lifts a room's bans. Rows contain ids only; names are read when they are shown.</summary>
internal sealed class Bans(RoomAppender appender, RoomRows rows, RoomAccess access, UserStore users)
{
    /// <param name="afterUserId">The last user of the previous page; null: the first page.</param>
    /// <returns>Bans in the order of user ids. Those of erased accounts are left out, so a page can be short.</returns>
    public async Task<Outcome<Page<Ban>>> PageAsync(Caller caller, string roomId, string? afterUserId, int limit, CancellationToken cancellationToken)
    {
        var membership = await access.CheckAsync(caller.UserId, roomId, RoomAction.ManageMembers, cancellationToken);
        if (membership.Refusal is { } refusal)
        {
            return refusal;
        }

        var found = await rows.BansAsync(roomId, afterUserId, limit + 1, cancellationToken);
        var page = found.Take(limit).ToList();
        var userIds = page.SelectMany(row => new[] { row.UserId, row.BannedBy! }).Distinct().ToArray();
        var profiles = await userIds.SelectParallelAsync(users.ProfileAsync, cancellationToken);
        var known = profiles.OfType<ProfileRow>().ToDictionary(profile => profile.UserId, profile => profile.ToRef());
        return new Page<Ban>(
            [.. page.Where(row => known.ContainsKey(row.UserId)).Select(row => new Ban(known[row.UserId], row.BannedAt!.Value, known.GetValueOrDefault(row.BannedBy!) ?? new UserRef(row.BannedBy!, "")))],
            found.Count > limit ? page[^1].UserId : null);
    }

    /// <summary>Lifts a ban, if there is one.</summary>
    public Task<Outcome<Appended>> LiftAsync(Caller caller, string roomId, string userId) => Ids.IsPlausible(userId)
        ? appender.AppendAsync(roomId, new UnbanUser(Actor.Of(caller), userId))
        : Task.FromResult<Outcome<Appended>>(Refusal.UserNotFound);
}

/// <summary>A user who is banned from a room.</summary>
/// <param name="BannedBy">The admin who made it.</param>
public sealed record Ban(UserRef User, DateTimeOffset BannedAt, UserRef BannedBy);
