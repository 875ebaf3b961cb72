namespace ChatFunctions.Presence;

/// <summary>Somebody came or went; the argument of the live message <c>presence</c>.</summary>
/// <param name="UserId">Who.</param>
/// <param name="Online">Came (true) or went (false).</param>
/// <param name="At">When: of two about the same user, the later one holds.</param>
public sealed record PresenceChange(string UserId, bool Online, DateTimeOffset At);
