using ChatFunctions.Http;

namespace ChatFunctions.Rooms;

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
