namespace ChatFunctions.Accounts;

/// <summary>A session that can still be refreshed, as <c>GET /sessions</c> shows it.</summary>
/// <param name="Id">Ends it with <c>DELETE /sessions/{id}</c>.</param>
/// <param name="CreatedAt">When the user logged in.</param>
/// <param name="LastUsedAt">When it was opened or last refreshed.</param>
/// <param name="ExpiresAt">When it ends unless it is refreshed before.</param>
/// <param name="Current">It is the one that this request is made with.</param>
public sealed record OpenSession(string Id, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt, bool Current)
{
    internal static OpenSession Of(SessionRow row, string currentId) =>
        new(row.SessionId, row.CreatedAt, row.LastUsedAt, row.ExpiresAt, row.SessionId == currentId);
}
