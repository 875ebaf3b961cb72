namespace ChatFunctions.Messages;

/// <summary>Somebody is writing; the argument of the live message <c>typing</c>. Never stored.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">Who.</param>
/// <param name="Username">The name to show.</param>
/// <param name="ExpiresAt">Until when to show it, unless a message or another of these comes first.</param>
public sealed record Typing(string RoomId, string UserId, string Username, DateTimeOffset ExpiresAt);
