using ChatFunctions.Http;

namespace ChatFunctions.Rooms;

/// <summary>The refusals that concern rooms, each with its stable code.</summary>
internal static class RoomRefusals
{
    public static Refusal NotFound { get; } = new(404, "room_not_found", "There is no such room, or you are not a member of it.");

    public static Refusal NotAMember { get; } = new(403, "not_a_member", "You are not a member of this room; it is public, so you can join it.");

    public static Refusal Forbidden { get; } = new(403, "forbidden", "Your role in this room does not allow this.");

    public static Refusal MemberNotFound { get; } = new(404, "member_not_found", "This user is not a member of the room.");

    public static Refusal LastOwner { get; } = new(409, "last_owner", "A room keeps at least one owner: make another member owner first.");

    public static Refusal RoomFull { get; } = new(409, "room_full", $"A room has {Limits.MembersPerRoom} members at most.");

    public static Refusal Exists { get; } = new(409, "room_exists", "The room exists already.");
}
