using ChatFunctions.Http;
using ChatFunctions.RoomLog;

namespace ChatFunctions.Rooms;

/// <summary>Says, from storage, what somebody is in a room: for refusing what would be refused anyway before anything is written for it.</summary>
internal sealed class RoomMemberships(RoomStore store, RoomPurge purge)
{
    /// <returns>The room and the membership, if any; 404 <c>room_not_found</c>. Whether a stranger may know of the room is for the caller to say.</returns>
    public async Task<Outcome<RoomMembership>> OfAsync(string userId, string roomId, CancellationToken cancellationToken)
    {
        if (!Ids.IsPlausible(roomId))
        {
            return RoomRefusals.NotFound;
        }

        var (head, member) = await ReadAsync(userId, roomId, cancellationToken);
        return Of(head, member);
    }

    /// <summary>What there is, deleted or not: both rows at once, so that nobody can tell a room that is there by how long it takes.</summary>
    public async Task<(RoomHead? Head, MemberRow? Member)> ReadAsync(string userId, string roomId, CancellationToken cancellationToken)
    {
        var head = store.HeadAsync(roomId, cancellationToken);
        var member = store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken);
        await Task.WhenAll(head, member);
        return (await head, await member);
    }

    /// <summary>What was read, where it is a room that isn't deleted; the purge of one that is goes on.</summary>
    public Outcome<RoomMembership> Of(RoomHead? head, MemberRow? member)
    {
        if (head is { Deleted: true })
        {
            purge.Finish(head, former: []);
        }

        return head is { Deleted: false } ? new RoomMembership(head, member) : RoomRefusals.NotFound;
    }

    /// <summary>As <see cref="OfAsync"/>, for somebody who wants to do something.</summary>
    public async Task<Outcome<RoomMembership>> ForAsync(string userId, string roomId, RoomAction action, CancellationToken cancellationToken)
    {
        var membership = await OfAsync(userId, roomId, cancellationToken);
        return (membership.Refusal ?? membership.Value.Refuse(action)) is { } refusal ? refusal : membership;
    }
}

/// <param name="Head">The room.</param>
/// <param name="Member">The membership; null: none.</param>
internal sealed record RoomMembership(RoomHead Head, MemberRow? Member)
{
    public Refusal? Refuse(RoomAction action) => Permissions.Refuse(Head.Kind, Member?.Role, action);
}

/// <summary>What somebody may want to do in a room.</summary>
internal enum RoomAction
{
    Read,
    Send,
    React,
    DeleteOthersMessages,
    ManageMembers,
    MakeOwners,
    Rename,
    Invite,
    Delete,
}

/// <summary>What each role may do: the one place that decides. The table in docs/architecture.md says the same.</summary>
internal static class Permissions
{
    /// <summary>The least role that may do it, in a room that isn't direct.</summary>
    private static Role Least(RoomAction action) => action switch
    {
        RoomAction.Read => Role.Reader,
        RoomAction.Send or RoomAction.React => Role.Member,
        RoomAction.DeleteOthersMessages or RoomAction.ManageMembers or RoomAction.Rename or RoomAction.Invite => Role.Admin,
        RoomAction.MakeOwners or RoomAction.Delete => Role.Owner,
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    public static bool Allow(RoomKind kind, Role role, RoomAction action) =>
        role <= Least(action) && (kind != RoomKind.Direct || action is RoomAction.Read or RoomAction.Send or RoomAction.React);

    /// <param name="role">Null: not a member.</param>
    /// <returns>Why it isn't allowed; null when it is. A room that one may not know of looks as if it weren't there.</returns>
    public static Refusal? Refuse(RoomKind kind, Role? role, RoomAction action) => role switch
    {
        null => kind == RoomKind.Public ? RoomRefusals.NotAMember : RoomRefusals.NotFound,
        { } held when Allow(kind, held, action) => null,
        _ => RoomRefusals.Forbidden,
    };
}
