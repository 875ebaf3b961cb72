namespace ChatFunctions.Client;

/// <summary>A live message other than events of rooms. It can be lost, repeated or late.</summary>
public abstract record LiveMessage : ApiObject;

/// <summary>The live connection opened or was lost. Live messages in between are lost; events of rooms aren't.</summary>
public sealed record LiveState(bool IsConnected) : LiveMessage;

/// <summary>A change of the user's room list.</summary>
/// <param name="RoomId">The room's id.</param>
/// <param name="Change"><c>added</c> or <c>removed</c>.</param>
public sealed record RoomListUpdate(string RoomId, string Change) : LiveMessage;

/// <summary>How far a member has read.</summary>
/// <param name="RoomId">The room's id.</param>
/// <param name="UserId">The member's id.</param>
/// <param name="Seq">The seq of the last event that the member has read.</param>
/// <param name="Unread">Whether the member marked everything after it as unread.</param>
public sealed record ReadMarker(string RoomId, string UserId, long Seq, bool Unread) : LiveMessage;

/// <summary>A member is typing.</summary>
/// <param name="RoomId">The room's id.</param>
/// <param name="UserId">The member's id.</param>
/// <param name="Username">The member's display name.</param>
/// <param name="ExpiresAt">Until when to show it, unless a message of the member arrives first.</param>
public sealed record Typing(string RoomId, string UserId, string Username, DateTimeOffset ExpiresAt) : LiveMessage;

/// <summary>A user came online or went offline.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="Online">Whether the user is online.</param>
/// <param name="At">When it changed. The latest change of a user counts.</param>
public sealed record PresenceChange(string UserId, bool Online, DateTimeOffset At) : LiveMessage;

/// <summary>A renewed presence of the user.</summary>
/// <param name="ExpiresAt">Until when the user is online.</param>
/// <param name="Heads">The seq of the newest event of rooms, by room id, without rooms that the user isn't in.</param>
public sealed record PresenceLease(DateTimeOffset ExpiresAt, IReadOnlyDictionary<string, long>? Heads) : ApiObject;

internal sealed record RenewPresenceRequest(IEnumerable<string>? Rooms);
