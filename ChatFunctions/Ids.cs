using System.Security.Cryptography;

namespace ChatFunctions;

/// <summary>Where every identifier, code and secret comes from, so that a test can supply its own.</summary>
public class Ids(TimeProvider clock)
{
    /// <summary>Crockford's base 32 in lower case: no letter that is mistaken for a digit.</summary>
    internal const string Base32 = "0123456789abcdefghjkmnpqrstvwxyz";

    private const int RandomRoomLength = 12;
    private const int DirectHashLength = 26;
    private const int InvitationSecretLength = 10;

    /// <summary>An id for a user, session, message or event: UUID version 7 (RFC 9562) as 32 hexadecimal digits.</summary>
#pragma warning disable RS0030 // The one place where ids come from.
    public virtual string NewId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
#pragma warning restore RS0030

    /// <summary>An id for a room: the day, and 12 characters of base 32, 60 random bits.</summary>
    public virtual string NewRoomId() => Births.Mark(clock.GetUtcNow()) + RandomNumberGenerator.GetString(Base32, RandomRoomLength);

    /// <summary>An invitation's code: its room's id, so that the room is found by the code alone, and 10 characters of base 32, 50 random bits.</summary>
    public virtual string NewInvitationCode(string roomId) => roomId + RandomNumberGenerator.GetString(Base32, InvitationSecretLength);

    /// <summary>The room that an invitation's code leads to; null: the text is no code.</summary>
    public static string? RoomIdOfInvitation(string code) =>
        code.Length is RandomRoomLength + InvitationSecretLength or Births.MarkLength + RandomRoomLength + InvitationSecretLength && IsPlausible(code)
            ? code[..^InvitationSecretLength]
            : null;

    /// <summary>Any time from the least to just below the most, to wait for, so that those who met don't meet again.</summary>
    public virtual TimeSpan NewWait(TimeSpan least, TimeSpan most) =>
        TimeSpan.FromMicroseconds(RandomNumberGenerator.GetInt32((int)least.TotalMicroseconds, (int)most.TotalMicroseconds));

    /// <summary>A secret of 256 random bits, in URL-safe base 64.</summary>
    public virtual string NewSecret() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>
    /// The id of the direct room of two users: the same whoever asks, so that it can't be made twice. It begins with the day when the
    /// younger of them registered, which no direct room of theirs can be older than.
    /// </summary>
    public static string DirectRoomId(string oneUserId, string otherUserId)
    {
        var (first, second) = string.CompareOrdinal(oneUserId, otherUserId) < 0 ? (oneUserId, otherUserId) : (otherUserId, oneUserId);
        var hash = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{first}:{second}"));
        var id = string.Create(DirectHashLength, hash, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = Base32[bytes[i] & 31];
            }
        });
        return (Births.OfUser(first), Births.OfUser(second)) is ({ } one, { } other) ? Births.Mark(one > other ? one : other) + id : id;
    }

    /// <summary>Whether a room's id is one that <see cref="DirectRoomId"/> makes.</summary>
    public static bool IsDirectRoom(string roomId) => roomId.Length is DirectHashLength or Births.MarkLength + DirectHashLength;

    /// <summary>Whether a room's id begins with a day. Ids of an earlier version didn't.</summary>
    internal static bool IsMarkedRoom(string roomId) => roomId.Length is Births.MarkLength + RandomRoomLength or Births.MarkLength + DirectHashLength;

    /// <summary>Whether a text from outside can be an id at all; what can't is never sent to storage as a key.</summary>
    public static bool IsPlausible(string? id) => id is { Length: > 0 and <= 64 } && id.All(char.IsAsciiLetterOrDigit);
}
