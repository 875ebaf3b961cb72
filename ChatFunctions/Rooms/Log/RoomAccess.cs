using Microsoft.Extensions.Caching.Memory;

namespace ChatFunctions.Rooms.Log;

/// <summary>
/// Checks memberships against storage, for reads and before writes outside a room's partition. A commit checks the membership itself.
/// </summary>
internal sealed class RoomAccess(RoomStore store, RoomAppender appender) : IDisposable
{
    private const int MaxReaders = 20_000;
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _readers = new(new MemoryCacheOptions { SizeLimit = MaxReaders });

    /// <summary>
    /// Reads a range of a room for a member, after the check, so that a stranger costs no range read. For a user who has recently read the room
    /// on this instance, both run concurrently, and the check still decides.
    /// </summary>
    public async Task<Outcome<(TMembership Membership, TContent Content)>> ReadAsync<TMembership, TContent>(
        string userId, string roomId, Task<Outcome<TMembership>> check, Func<Task<TContent>> read)
    {
        var reader = (userId, roomId);
        var isKnown = _readers.TryGetValue(reader, out _);
        if (!isKnown && (await check).Refusal is { } stranger)
        {
            return stranger;
        }

        var content = read();
        await Task.WhenAll(check, content);
        if ((await check).Refusal is { } refusal)
        {
            _readers.Remove(reader);
            return refusal;
        }

        if (!isKnown)
        {
            _readers.Set(reader, true, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = ForgottenAfter });
        }

        return ((await check).Value, await content);
    }

    public void Dispose() => _readers.Dispose();

    /// <returns>The room and the membership, if any; 404 <c>room_not_found</c>. The caller decides what a non-member may see.</returns>
    public async Task<Outcome<RoomMembership>> FindAsync(string userId, string roomId, CancellationToken cancellationToken) =>
        await ReadAsync(userId, roomId, cancellationToken) is ({ IsDeleted: false } head, var member) ? new RoomMembership(head, member) : Refusal.RoomNotFound;

    /// <returns>The room and the membership, or the reason why the user may not do it.</returns>
    public async Task<Outcome<RoomMembership>> CheckAsync(string userId, string roomId, RoomAction action, CancellationToken cancellationToken)
    {
        var membership = await FindAsync(userId, roomId, cancellationToken);
        return (membership.Refusal ?? membership.Value.Refuse(action)) is not { } refusal ? membership
            : refusal == RoomRefusals.NotAMember && await store.IsBannedAsync(userId, roomId, cancellationToken) ? RoomRefusals.Banned
            : refusal;
    }

    /// <summary>Reads both rows, also of a deleted room. They are read concurrently, so the response time doesn't reveal whether the room exists.</summary>
    public async Task<(RoomHead? Head, MemberRow? Member)> ReadAsync(string userId, string roomId, CancellationToken cancellationToken)
    {
        var head = store.HeadAsync(roomId, cancellationToken);
        if (userId == Actor.System.Id)
        {
            return (await head, MemberRow.System);
        }

        return await BoundedRequests.BothAsync(head, store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken));
    }

    /// <summary>Checks that the user may read the room and reads its members' read markers.</summary>
    /// <returns>The markers; 404 <c>room_not_found</c>; 403 <c>not_a_member</c> or <c>banned</c> for a public room.</returns>
    public async Task<Outcome<ReadMarkers>> ReadMarkersAsync(string roomId, string userId, CancellationToken cancellationToken)
    {
        if (appender.LastKnownHead(roomId) is not { JoinCount: > MemberReadMarkers.Capacity }
            && await store.ReadersAsync(roomId, cancellationToken) is { } readers && readers.Include(userId))
        {
            return readers.Markers();
        }

        var membership = await CheckAsync(userId, roomId, RoomAction.Read, cancellationToken);
        if (membership.Refusal is { } refusal)
        {
            return refusal;
        }

        return membership.Value.Head.MemberCount > Limits.MembersForRead
            ? ReadMarkers.TooMany
            : ReadMarkers.Of(
                (await store.MembersAsync(roomId, afterUserId: null, Limits.MembersForRead, cancellationToken)).Select(member => (member.UserId, member.ReadSeq ?? 0)));
    }
}

/// <param name="Member">The membership; null: none.</param>
internal sealed record RoomMembership(RoomHead Head, MemberRow? Member)
{
    public Refusal? Refuse(RoomAction action) => Permissions.Refuse(Head, Member, action);
}

/// <summary>Something that a role permits or forbids.</summary>
internal enum RoomAction
{
    Read,
    Send,
    React,
    MentionRoom,
    Moderate,
    ManageMembers,
    MakeOwners,
    Update,
    Invite,
    Delete,
}

/// <summary>What each role may do, as in the table in docs/permissions.md.</summary>
internal static class Permissions
{
    /// <summary>The lowest role that may do it in a room that isn't direct.</summary>
    private static Role Least(RoomAction action) => action switch
    {
        RoomAction.Read => Role.Reader,
        RoomAction.Send or RoomAction.React => Role.Member,
        RoomAction.MentionRoom or RoomAction.Moderate or RoomAction.ManageMembers or RoomAction.Update or RoomAction.Invite => Role.Admin,
        RoomAction.MakeOwners or RoomAction.Delete => Role.Owner,
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    public static bool Allow(RoomKind kind, Role role, RoomAction action) =>
        role <= Least(action) && (kind != RoomKind.Direct || action is RoomAction.Read or RoomAction.Send or RoomAction.React);

    /// <param name="member">Null: not a member.</param>
    /// <returns>The refusal; null if it is allowed. A private room looks to strangers like a room that doesn't exist.</returns>
    public static Refusal? Refuse(RoomHead head, MemberRow? member, RoomAction action) => member switch
    {
        { UserId: Caller.SystemName } => null,
        null => head.Kind == RoomKind.Public ? RoomRefusals.NotAMember : Refusal.RoomNotFound,
        _ when !Allow(head.Kind, member.Role, action) => RoomRefusals.Forbidden,
        _ when action == RoomAction.Read || head.Blockers is null => null,
        _ => head.IsBlockedBy(member.UserId) ? RoomRefusals.UserBlocked : RoomRefusals.CannotContact,
    };
}
