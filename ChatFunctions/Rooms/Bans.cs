using ChatFunctions.Accounts;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Commands;

namespace ChatFunctions.Rooms;

/// <summary>A room's bans. Rows contain ids only; names are read when they are shown.</summary>
internal sealed class BanFunctions(MemberService members, RoomAppender appender, RoomStore store, RoomAccess access, UserStore users)
{
    private const string All = "rooms/{roomId}/bans";
    private const string One = All + "/{userId}";

    [AllowServer]
    [Function("ListBans")]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = All)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.IdPage()
            .Then(page => access.CheckAsync(request.Caller().UserId, roomId, RoomAction.ManageMembers, cancellationToken)
                .Then(_ => PageAsync(roomId, page, cancellationToken)))
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
        LiftAsync(request.Caller(), roomId, userId).ToResult(_ => TypedResults.NoContent());

    /// <returns>Bans in the order of user ids. Those of erased accounts are left out, so a page can be short.</returns>
    private async Task<Page<Ban>> PageAsync(string roomId, IdPage wanted, CancellationToken cancellationToken)
    {
        var found = await store.BansAsync(roomId, wanted.After, wanted.Limit + 1, cancellationToken);
        var page = found.Take(wanted.Limit).ToList();
        var userIds = page.SelectMany(row => new[] { row.UserId, row.BannedBy! }).Distinct().ToArray();
        var profiles = await userIds.SelectParallelAsync(users.ProfileAsync, cancellationToken);
        var known = profiles.OfType<ProfileRow>().ToDictionary(profile => profile.UserId, profile => profile.ToRef());
        return new Page<Ban>(
            [.. page.Where(row => known.ContainsKey(row.UserId)).Select(row => new Ban(known[row.UserId], row.BannedAt!.Value, known.GetValueOrDefault(row.BannedBy!) ?? new UserRef(row.BannedBy!, "")))],
            found.Count > wanted.Limit ? page[^1].UserId : null);
    }

    /// <summary>Lifts a ban, if there is one.</summary>
    private Task<Outcome<Appended>> LiftAsync(Caller caller, string roomId, string userId) => Ids.IsPlausible(userId)
        ? appender.AppendAsync(roomId, new UnbanUser(Actor.Of(caller), userId))
        : Task.FromResult<Outcome<Appended>>(Refusal.UserNotFound);
}

/// <summary>A user who is banned from a room.</summary>
/// <param name="BannedBy">The admin who made it.</param>
public sealed record Ban(UserRef User, DateTimeOffset BannedAt, UserRef BannedBy);
