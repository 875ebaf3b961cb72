namespace ChatFunctions.Client;

/// <summary>A change of the user's room list.</summary>
/// <param name="RoomId">The room's id.</param>
/// <param name="Change"><c>added</c> or <c>removed</c>.</param>
public sealed record RoomListUpdate(string RoomId, string Change) : ApiObject;

/// <summary>A member is typing.</summary>
/// <param name="RoomId">The room's id.</param>
/// <param name="UserId">The member's id.</param>
/// <param name="Username">The member's display name.</param>
/// <param name="ExpiresAt">Until when to show it, unless a message of the member arrives first.</param>
public sealed record Typing(string RoomId, string UserId, string Username, DateTimeOffset ExpiresAt) : ApiObject;

/// <summary>A renewed presence of the user.</summary>
/// <param name="ExpiresAt">Until when the user is online.</param>
/// <param name="Heads">The seq of the newest event of rooms, by room id, without rooms that the user isn't in.</param>
public sealed record PresenceLease(DateTimeOffset ExpiresAt, IReadOnlyDictionary<string, long>? Heads) : ApiObject;

internal sealed record RenewPresenceRequest(IEnumerable<string>? Rooms);
