namespace ChatFunctions.Rooms.Log;

/// <summary>The refusals that concern rooms, each with its stable code.</summary>
internal static class RoomRefusals
{
    public static Refusal NotAMember { get; } = new(403, "not_a_member", "You're not a member of this room. It's public, so you can join it.");

    /// <summary>The caller is banned.</summary>
    public static Refusal Banned { get; } = new(403, "banned", "You're banned from this room.");

    /// <summary>The user to add is banned.</summary>
    public static Refusal UserBanned { get; } = new(409, "user_banned", "This user is banned from this room. Unban the user first.");

    public static Refusal Forbidden { get; } = new(403, "forbidden", "Your role in this room doesn't allow this.");

    /// <summary>Doesn't reveal whether the other user has blocked the caller or only limits who can contact them.</summary>
    public static Refusal CannotContact { get; } = new(403, "cannot_contact_user", "You can't message or add this person.");

    public static Refusal UserBlocked { get; } = new(403, "user_blocked", "You blocked this person. Unblock them first.");

    public static Refusal LastOwner { get; } = new(409, "last_owner", "A room needs at least one owner. Make another member an owner first.");

    public static Refusal RoomFull { get; } = new(409, "room_full", $"A room can have at most {Limits.MembersPerRoom} members.");

    public static Refusal TooManyRooms { get; } = new(409, "too_many_rooms", $"A user can be in at most {Limits.RoomsPerUser} rooms.");

    public static Refusal InvitationNotFound { get; } = new(404, "invitation_not_found", "This invite link is invalid or has expired.");

    public static Refusal InvitationExpired { get; } = new(410, "invitation_expired", "This invite link has expired or reached its use limit.");

    public static Refusal TooManyInvitations { get; } =
        new(409, "too_many_invitations", $"A room can have at most {Limits.InvitationsPerRoom} open invitations. Revoke one first.");

    public static Refusal NotDirect { get; } = new(409, "room_not_direct", "Only direct rooms can be hidden.");

    public static Refusal Exists { get; } = new(409, "room_exists", "This room already exists.");
}
