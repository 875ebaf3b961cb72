using ChatFunctions.Http;

namespace ChatFunctions.Rooms;

/// <summary>The refusals that concern rooms, each with its stable code.</summary>
internal static class RoomRefusals
{
    public static Refusal NotFound { get; } = new(404, "room_not_found", "There is no such room, or you are not a member of it.");

    public static Refusal NotAMember { get; } = new(403, "not_a_member", "You are not a member of this room; it is public, so you can join it.");

    public static Refusal Forbidden { get; } = new(403, "forbidden", "Your role in this room does not allow this.");

    public static Refusal LastOwner { get; } = new(409, "last_owner", "A room keeps at least one owner: make another member owner first.");

    public static Refusal RoomFull { get; } = new(409, "room_full", $"A room has {Limits.MembersPerRoom} members at most.");

    public static Refusal TooManyRooms { get; } = new(409, "too_many_rooms", $"A user is in {Limits.RoomsPerUser} rooms at most.");

    public static Refusal InvitationNotFound { get; } = new(404, "invitation_not_found", "There is no such invitation.");

    public static Refusal InvitationExpired { get; } = new(410, "invitation_expired", "The invitation has expired or was used as often as it may be.");

    public static Refusal TooManyInvitations { get; } =
        new(409, "too_many_invitations", $"A room has {Limits.InvitationsPerRoom} open invitations at most: revoke one first.");

    public static Refusal Exists { get; } = new(409, "room_exists", "The room exists already.");
}
