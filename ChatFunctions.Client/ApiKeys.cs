namespace ChatFunctions.Client;

/// <summary>An API key of a back end, without its secret.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="Name">The name by which it is recognised.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="LastUsedAt">When it was last used, to the hour; null: never.</param>
public sealed record ApiKey(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt) : ApiObject;

/// <summary>A new API key. The server can't return it again.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="Name">The name by which it is recognised.</param>
/// <param name="Key">The key with its secret.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record NewApiKey(string Id, string Name, string Key, DateTimeOffset CreatedAt) : ApiObject;

internal sealed record AddApiKeyRequest(string Name);
