namespace ChatFunctions.Accounts;

/// <summary>A user, named: enough to show beside a message.</summary>
public sealed record UserRef(string Id, string Username);
