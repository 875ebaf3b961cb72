using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Accounts;

/// <summary>Opens, refreshes and ends sessions. Access tokens of an ended session are refused within ten seconds, and its live connections are closed.</summary>
internal sealed class Sessions(
    ChatTables tables, ProfileGuard guard, UserStore users, AccessTokens tokens, EndedSessions ended, ISessionEndHandler live, IOptions<TokenOptions> options, IOptions<IdentityOptions> identity, Ids ids, TimeProvider clock, ILogger<Sessions> logger)
{
    /// <returns>The session; 401 <c>invalid_credentials</c> when the account is gone; 403 <c>account_deactivated</c>.</returns>
    public async Task<Outcome<Session>> OpenAsync(ProfileRow profile, CancellationToken cancellationToken)
    {
        var token = new RefreshToken(profile.UserId, ids.NewId(), ids.NewSecret());
        var row = new SessionRow { PartitionKey = profile.PartitionKey, RowKey = UserKeys.Session(token.SessionId), CreatedAt = clock.GetUtcNow() };
        Use(row, token);
        if (!await guard.TryUpsertAsync([row], cancellationToken))
        {
            return AccountRefusals.InvalidCredentials;
        }

        // A concurrent deactivation may have missed this session.
        if (await users.ProfileAsync(profile.UserId, cancellationToken) is { Deactivated: true })
        {
            await EndAsync(profile.UserId, [token.SessionId], CancellationToken.None);
            return AccountRefusals.Deactivated;
        }

        return Answer(profile, token, row);
    }

    /// <summary>
    /// Exchanges a refresh token for the next one. A token that was used before ends the session, because it may be stolen, unless the request has
    /// the attemptId with which it was used.
    /// </summary>
    /// <returns>The session; 401 <c>invalid_refresh_token</c>.</returns>
    public async Task<Outcome<Session>> RefreshAsync(string refreshToken, string? attemptId, CancellationToken cancellationToken)
    {
        if (RefreshToken.Parse(refreshToken) is not { } spent)
        {
            return AccountRefusals.InvalidRefreshToken;
        }

        var (row, profile) = await BoundedRequests.BothAsync(FindAsync(spent.UserId, spent.SessionId, cancellationToken), users.ProfileAsync(spent.UserId, cancellationToken));
        if (row is null || (!identity.Value.LocalAccounts && profile is { IdentityProvider: null }))
        {
            return AccountRefusals.InvalidRefreshToken;
        }

        if (row.ExpiresAt > clock.GetUtcNow() && profile is { Deactivated: not true } && !await ended.IncludeAsync(spent.UserId, spent.SessionId, cancellationToken)
            && await SpendAsync(row, spent, attemptId, cancellationToken) is var (next, present))
        {
            return Answer(profile, next, present);
        }

        await EndAsync(spent.UserId, [spent.SessionId], CancellationToken.None);
        logger.RefreshRefused(spent.UserId, spent.SessionId);
        return AccountRefusals.InvalidRefreshToken;
    }

    /// <summary>The user's open sessions, in the order of opening.</summary>
    public async Task<Hosting.Page<OpenSession>> PageAsync(Caller caller, string? afterId, int limit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var open = await AllAsync(caller.UserId, afterId, cancellationToken).Where(row => row.ExpiresAt > now).Take(limit + 1).ToListAsync(cancellationToken);
        return new Hosting.Page<OpenSession>(
            [.. open.Take(limit).Select(row => OpenSession.Of(row, caller.SessionId))], open.Count > limit ? open[limit - 1].SessionId : null);
    }

    /// <summary>The user's sessions in the order of opening, including expired ones.</summary>
    /// <param name="afterId">Only sessions after this one; null: all.</param>
    public IAsyncEnumerable<SessionRow> AllAsync(string userId, string? afterId, CancellationToken cancellationToken)
    {
        var range = TableClient.CreateQueryFilter($"PartitionKey eq {UserKeys.UserPartition(userId)} and RowKey gt {UserKeys.Session(afterId ?? "")} and RowKey lt 'session;'");
        return tables.User(userId).QueryAsync<SessionRow>(range, cancellationToken: cancellationToken);
    }

    /// <summary>Ends a session of the user, if it exists.</summary>
    public async Task EndAsync(string userId, string sessionId, CancellationToken cancellationToken)
    {
        if (await FindAsync(userId, sessionId, cancellationToken) is not null)
        {
            await EndAsync(userId, [sessionId], cancellationToken);
        }
    }

    /// <summary>Ends a session that was just opened.</summary>
    public Task EndAsync(Session session) =>
        RefreshToken.Parse(session.RefreshToken) is { } token ? EndAsync(token.UserId, token.SessionId, CancellationToken.None) : Task.CompletedTask;

    /// <summary>Ends all sessions of a user but one; null: all.</summary>
    public async Task EndAllExceptAsync(string userId, string? exceptId, CancellationToken cancellationToken) => await EndAsync(
        userId,
        await AllAsync(userId, afterId: null, cancellationToken).Select(row => row.SessionId).Where(id => id != exceptId).ToListAsync(cancellationToken),
        cancellationToken);

    /// <summary>Ends all sessions of a user, also that of an identity provider's user.</summary>
    public async Task EndAllAsync(string userId, string login, CancellationToken cancellationToken)
    {
        await EndAllExceptAsync(userId, exceptId: null, cancellationToken);
        if (ExternalIdentity.SessionOf(login) is { } sessionId)
        {
            await EndAsync(userId, [sessionId], cancellationToken);
        }
    }

    /// <summary>Whether a session exists and hasn't ended on any instance. That of an identity provider's user lasts as long as the account.</summary>
    public async Task<bool> IsOpenAsync(string userId, string sessionId, CancellationToken cancellationToken) =>
        !await ended.IncludeAsync(userId, sessionId, cancellationToken)
        && (ExternalIdentity.IsSession(sessionId)
            ? await users.ProfileAsync(userId, cancellationToken) is { Deactivated: not true }
            : await FindAsync(userId, sessionId, cancellationToken) is not null);

    private Task<SessionRow?> FindAsync(string userId, string sessionId, CancellationToken cancellationToken) =>
        tables.User(userId).FindAsync<SessionRow>(UserKeys.UserPartition(userId), UserKeys.Session(sessionId), cancellationToken);

    /// <summary>
    /// Deletes a session's row last, so that an interrupted call can be repeated, but before its live connections are closed, because a connection
    /// that opens meanwhile checks the row.
    /// </summary>
    private async Task EndAsync(string userId, List<string> sessionIds, CancellationToken cancellationToken)
    {
        var done = new List<EndedSession>(sessionIds.Count);
        try
        {
            foreach (var sessionId in sessionIds)
            {
                var session = await ended.AddAsync(userId, sessionId, cancellationToken);
                await tables.User(userId).DeleteEntityAsync(UserKeys.UserPartition(userId), UserKeys.Session(sessionId), ETag.All, cancellationToken);
                done.Add(session);
            }
        }
        finally
        {
            if (done.Count > 0)
            {
                live.Start(done);
            }
        }
    }

    /// <returns>The session's current token and row, if this attempt exchanged the given token for them; otherwise null.</returns>
    private async Task<(RefreshToken Next, SessionRow Row)?> SpendAsync(SessionRow row, RefreshToken spent, string? attemptId, CancellationToken cancellationToken)
    {
        if (!spent.IsPresentOf(row))
        {
            return Again(row, spent, attemptId);
        }

        var salt = ids.NewSecret();
        var next = spent.Next(salt);
        (row.Salt, row.SpentBy) = attemptId is null ? (null, null) : (salt, spent.SpentBy(attemptId));
        Use(row, next);
        if (await tables.Users(row.PartitionKey).TryReplaceAsync(row, cancellationToken))
        {
            return (next, row);
        }

        // The winner may be this call's first attempt, whose response was lost, or a repeated call.
        return await FindAsync(spent.UserId, spent.SessionId, cancellationToken) is not { } present ? null
            : next.IsPresentOf(present) ? (next, present)
            : Again(present, spent, attemptId);
    }

    private static (RefreshToken Next, SessionRow Row)? Again(SessionRow row, RefreshToken spent, string? attemptId) =>
        attemptId is not null && row is { Salt: { } salt, SpentBy: { } by } && CryptographicOperations.FixedTimeEquals(by, spent.SpentBy(attemptId))
            ? (spent.Next(salt), row)
            : null;

    private void Use(SessionRow row, RefreshToken token)
    {
        row.SecretHash = token.Hash;
        row.LastUsedAt = clock.GetUtcNow();
        row.ExpiresAt = row.LastUsedAt + options.Value.RefreshTokenLifetime;
    }

    private Session Answer(ProfileRow profile, RefreshToken token, SessionRow row)
    {
        var (accessToken, expiresAt) = tokens.Create(new Caller(profile.UserId, profile.Username, token.SessionId));
        return new Session(accessToken, expiresAt, token.ToString(), row.ExpiresAt, profile.ToOwnUser());
    }
}

/// <summary>A session that can still be refreshed, in <c>GET /sessions</c>.</summary>
/// <param name="Id">Ends it with <c>DELETE /sessions/{id}</c>.</param>
/// <param name="CreatedAt">When the user logged in.</param>
/// <param name="LastUsedAt">When it was opened or last refreshed.</param>
public sealed record OpenSession(string Id, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt, bool Current)
{
    internal static OpenSession Of(SessionRow row, string currentId) =>
        new(row.SessionId, row.CreatedAt, row.LastUsedAt, row.ExpiresAt, row.SessionId == currentId);
}

/// <summary>A refresh token. It contains its user's and session's ids, so its row is found by key. Only the hash of its secret is stored.</summary>
internal sealed record RefreshToken(string UserId, string SessionId, string Secret)
{
    /// <summary>The most characters of a token.</summary>
    private const int MaxLength = 256;

    public byte[] Hash => SHA256.HashData(Encoding.ASCII.GetBytes(Secret));

    public static RefreshToken? Parse(string? text) =>
        text is { Length: <= MaxLength } && text.Split('.') is [var userId, var sessionId, var secret]
        && Ids.IsPlausible(userId) && Ids.IsPlausible(sessionId)
            ? new RefreshToken(userId, sessionId, secret)
            : null;

    public bool IsPresentOf(SessionRow session) => CryptographicOperations.FixedTimeEquals(Hash, session.SecretHash);

    /// <summary>
    /// The next token. It is derived from this token and a stored salt, so neither a stolen token nor stolen storage is enough.
    /// </summary>
    public RefreshToken Next(string salt) =>
        this with { Secret = Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(salt), Encoding.ASCII.GetBytes(Secret))) };

    /// <summary>The stored hash by which a repeated attempt to spend this token is recognised.</summary>
    public byte[] SpentBy(string attemptId) => SHA256.HashData(Encoding.ASCII.GetBytes($"{Secret}.{attemptId}"));

    public override string ToString() => $"{UserId}.{SessionId}.{Secret}";
}
