namespace ChatFunctions.Http;

/// <summary>The answer of deleting something of which nothing is left.</summary>
/// <param name="Id">What it was.</param>
/// <param name="Deleted">Always true.</param>
public sealed record DeletedResource(string Id, bool Deleted = true);
