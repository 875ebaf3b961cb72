using System.Security.Cryptography;
using ChatFunctions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Accounts;

/// <summary>Opens, prolongs and ends sessions. A session ended keeps its access token until that expires, a quarter of an hour at most.</summary>
internal sealed class Sessions(SessionStore store, UserStore users, AccessTokens tokens, IOptions<TokenOptions> options, Ids ids, TimeProvider clock, ILogger<Sessions> logger)
{
    /// <returns>The session; 401 <c>invalid_credentials</c> when the account is gone.</returns>
    public async Task<Outcome<Session>> OpenAsync(ProfileRow profile, CancellationToken cancellationToken)
    {
        var token = new RefreshToken(profile.UserId, ids.NewId(), ids.NewSecret());
        var row = new SessionRow { PartitionKey = profile.PartitionKey, RowKey = UserKeys.Session(token.SessionId), CreatedAt = clock.GetUtcNow() };
        Use(row, token);
        var adding = store.AddAsync(row, cancellationToken);
        await Task.WhenAll(adding, DropExpiredAsync(profile.UserId, cancellationToken));
        return await adding ? Answer(profile, token, row) : AccountRefusals.InvalidCredentials;
    }

    /// <summary>
    /// Spends a refresh token for the next. One that isn't its session's present token has been spent before, by its owner or by a
    /// thief, and nobody can tell by which: so the session ends. Unless it comes with the id of the very attempt that spent it, which only
    /// who made that attempt knows.
    /// </summary>
    /// <returns>The session; 401 <c>invalid_refresh_token</c>.</returns>
    public async Task<Outcome<Session>> RefreshAsync(string refreshToken, string? attemptId, CancellationToken cancellationToken)
    {
        if (RefreshToken.Parse(refreshToken) is not { } spent)
        {
            return AccountRefusals.InvalidRefreshToken;
        }

        var sessionRead = store.FindAsync(spent.UserId, spent.SessionId, cancellationToken);
        var profileRead = users.ProfileAsync(spent.UserId, cancellationToken);
        await Task.WhenAll(sessionRead, profileRead);
        if (await sessionRead is { } row && row.ExpiresAt > clock.GetUtcNow() && await profileRead is { } profile
            && await SpendAsync(row, spent, attemptId, cancellationToken) is var (next, present))
        {
            return Answer(profile, next, present);
        }

        await store.DeleteAsync(spent.UserId, spent.SessionId, CancellationToken.None);
        logger.RefreshRefused(spent.UserId, spent.SessionId);
        return AccountRefusals.InvalidRefreshToken;
    }

    /// <summary>The user's open sessions in the order of opening; those that have expired are dropped.</summary>
    public async Task<Page<OpenSession>> PageAsync(Caller caller, string? afterId, int limit, CancellationToken cancellationToken)
    {
        var open = new List<OpenSession>();
        await foreach (var row in store.AllAsync(caller.UserId, afterId, cancellationToken))
        {
            if (row.ExpiresAt <= clock.GetUtcNow())
            {
                await store.DeleteAsync(caller.UserId, row.SessionId, cancellationToken);
                continue;
            }

            if (open.Count == limit)
            {
                return new Page<OpenSession>(open, open[^1].Id);
            }

            open.Add(OpenSession.Of(row, caller.SessionId));
        }

        return new Page<OpenSession>(open, Cursor: null);
    }

    public Task EndAsync(string userId, string sessionId, CancellationToken cancellationToken) => store.DeleteAsync(userId, sessionId, cancellationToken);

    /// <summary>Ends a session that was just opened.</summary>
    public Task EndAsync(Session session) =>
        RefreshToken.Parse(session.RefreshToken) is { } token ? EndAsync(token.UserId, token.SessionId, CancellationToken.None) : Task.CompletedTask;

    public async Task EndOthersAsync(Caller caller, CancellationToken cancellationToken)
    {
        await foreach (var row in store.AllAsync(caller.UserId, afterId: null, cancellationToken))
        {
            if (row.SessionId != caller.SessionId)
            {
                await store.DeleteAsync(caller.UserId, row.SessionId, cancellationToken);
            }
        }
    }

    private async Task DropExpiredAsync(string userId, CancellationToken cancellationToken)
    {
        await foreach (var row in store.ExpiredAsync(userId, clock.GetUtcNow(), cancellationToken))
        {
            await store.DeleteAsync(userId, row.SessionId, cancellationToken);
        }
    }

    /// <returns>The session's present token and row, if they are what the token given was spent for, by this attempt; otherwise null.</returns>
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
        if (await store.TryReplaceAsync(row, cancellationToken))
        {
            return (next, row);
        }

        // Who was faster may be this very call's first try, whose answer got lost, or a repetition of the call.
        return await store.FindAsync(spent.UserId, spent.SessionId, cancellationToken) is not { } present ? null
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
        return new Session(accessToken, expiresAt, token.ToString(), row.ExpiresAt, profile.ToUser(withLogin: true));
    }
}
