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

    public override string ToString() => $"{UserId}.{SessionId}.{Secret}";
}
