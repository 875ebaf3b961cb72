using System.Security.Cryptography;
using System.Text;
using ChatFunctions.Http;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Accounts;

/// <summary>Opens sessions. A refresh token names its user and session, so that it is found by its key; only its secret's hash is stored.</summary>
internal sealed class Sessions(UserStore users, AccessTokens tokens, IOptions<TokenOptions> options, Ids ids, TimeProvider clock)
{
    public async Task<Session> OpenAsync(ProfileRow profile, CancellationToken cancellationToken)
    {
        var (sessionId, secret, now) = (ids.NewId(), ids.NewSecret(), clock.GetUtcNow());
        var row = new SessionRow { SecretHash = HashOf(secret), CreatedAt = now, ExpiresAt = now + options.Value.RefreshTokenLifetime };
        await users.AddSessionAsync(profile.UserId, sessionId, row, cancellationToken);
        var (accessToken, expiresAt) = tokens.Create(new Caller(profile.UserId, profile.Username, sessionId));
        return new Session(accessToken, expiresAt, $"{profile.UserId}.{sessionId}.{secret}", row.ExpiresAt, profile.ToUser(withLogin: true));
    }

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));
}
