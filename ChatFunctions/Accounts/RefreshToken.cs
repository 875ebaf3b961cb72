using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ChatFunctions.Accounts;

/// <summary>A refresh token. It names its user and session, so that it is found by its key; only its secret's hash is stored.</summary>
internal sealed record RefreshToken(string UserId, string SessionId, string Secret)
{
    /// <summary>Characters of the longest token that is looked at.</summary>
    private const int MaxLength = 256;

    public byte[] Hash => SHA256.HashData(Encoding.ASCII.GetBytes(Secret));

    public static RefreshToken? Parse(string? text) =>
        text is { Length: <= MaxLength } && text.Split('.') is [var userId, var sessionId, var secret]
        && Ids.IsPlausible(userId) && Ids.IsPlausible(sessionId)
            ? new RefreshToken(userId, sessionId, secret)
            : null;

    public bool IsPresentOf(SessionRow session) => CryptographicOperations.FixedTimeEquals(Hash, session.SecretHash);

    /// <summary>
    /// The token that follows this one. Only who has both this token and the salt can tell it: a thief of old tokens has no salt, a thief
    /// of what is stored no token.
    /// </summary>
    public RefreshToken Next(string salt) =>
        this with { Secret = Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(salt), Encoding.ASCII.GetBytes(Secret))) };

    /// <summary>What is stored to know this token by, once it is spent, when the same attempt comes again.</summary>
    public byte[] SpentBy(string attemptId) => SHA256.HashData(Encoding.ASCII.GetBytes($"{Secret}.{attemptId}"));

    public override string ToString() => $"{UserId}.{SessionId}.{Secret}";
}
