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
    /// thief, and nobody can tell by which: so the session ends.
    /// </summary>
    /// <returns>The session; 401 <c>invalid_refresh_token</c>.</returns>
    public async Task<Outcome<Session>> RefreshAsync(string refreshToken, CancellationToken cancellationToken)
    {
        if (RefreshToken.Parse(refreshToken) is not { } spent)
        {
            return AccountRefusals.InvalidRefreshToken;
        }

        var sessionRead = store.FindAsync(spent.UserId, spent.SessionId, cancellationToken);
        var profileRead = users.ProfileAsync(spent.UserId, cancellationToken);
        await Task.WhenAll(sessionRead, profileRead);
        if (await sessionRead is not { } row)
        {
            return AccountRefusals.InvalidRefreshToken;
        }

        var next = spent with { Secret = ids.NewSecret() };
        if (spent.IsPresentOf(row) && row.ExpiresAt > clock.GetUtcNow() && await profileRead is { } profile)
        {
            Use(row, next);
            if (await store.TryReplaceAsync(row, cancellationToken) || await IsPresentAsync(next, cancellationToken))
            {
                return Answer(profile, next, row);
            }
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

    /// <summary>A replacement that failed may be this very one, made by a first try whose answer got lost.</summary>
    private async Task<bool> IsPresentAsync(RefreshToken token, CancellationToken cancellationToken) =>
        await store.FindAsync(token.UserId, token.SessionId, cancellationToken) is { } row && token.IsPresentOf(row);

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
