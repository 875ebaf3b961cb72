using System.Globalization;
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
    public virtual string NewRoomId() => CreationDate.Mark(clock.GetUtcNow()) + RandomNumberGenerator.GetString(Base32, RandomRoomLength);

    /// <summary>An invitation's code: its room's id, so that the room is found by the code alone, and 10 characters of base 32, 50 random bits.</summary>
    public virtual string NewInvitationCode(string roomId) => roomId + RandomNumberGenerator.GetString(Base32, InvitationSecretLength);

    /// <summary>The room that an invitation's code leads to; null: the text is no code.</summary>
    public static string? RoomIdOfInvitation(string code) =>
        code.Length is RandomRoomLength + InvitationSecretLength or CreationDate.MarkLength + RandomRoomLength + InvitationSecretLength && IsPlausible(code)
            ? code[..^InvitationSecretLength]
            : null;

    /// <summary>Any time from the least to just below the most, to wait for, so that competing instances don't collide again.</summary>
    public virtual TimeSpan NewWait(TimeSpan least, TimeSpan most) =>
        TimeSpan.FromMicroseconds(RandomNumberGenerator.GetInt32((int)least.TotalMicroseconds, (int)most.TotalMicroseconds));

    /// <summary>A secret of 256 random bits, in URL-safe base 64.</summary>
    public virtual string NewSecret() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>
    /// The id of the direct room of two users: the same for both, so that it can't be made twice. It begins with the day when the
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
        return (CreationDate.OfUser(first), CreationDate.OfUser(second)) is ({ } one, { } other) ? CreationDate.Mark(one > other ? one : other) + id : id;
    }

    /// <summary>Whether a room's id is one that <see cref="DirectRoomId"/> makes.</summary>
    public static bool IsDirectRoom(string roomId) => roomId.Length is DirectHashLength or CreationDate.MarkLength + DirectHashLength;

    /// <summary>Whether a room's id begins with a day. Ids of an earlier version didn't.</summary>
    internal static bool IsMarkedRoom(string roomId) => roomId.Length is CreationDate.MarkLength + RandomRoomLength or CreationDate.MarkLength + DirectHashLength;

    /// <summary>Whether a text from outside can be an id at all; what can't is never sent to storage as a key.</summary>
    public static bool IsPlausible(string? id) => id is { Length: > 0 and <= 64 } && id.All(char.IsAsciiLetterOrDigit);
}

/// <summary>
/// When rooms and users were made, as their ids tell. That is how storage accounts can be added to a chat without moving anything: see
/// docs/scale-and-cost.md.
/// </summary>
internal static class CreationDate
{
    /// <summary>Digits of base 32 that a room's id begins with: the days since the first, enough until 2109.</summary>
    public const int MarkLength = 3;

    private const int UserIdLength = 32;
    private static readonly DateTimeOffset FirstDay = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The day as the beginning of an id.</summary>
    public static string Mark(DateTimeOffset time)
    {
        var day = Math.Clamp((int)(time - FirstDay).TotalDays, 0, (1 << (5 * MarkLength)) - 1);
        return string.Create(MarkLength, day, static (mark, day) =>
        {
            for (var i = 0; i < mark.Length; i++)
            {
                mark[i] = Ids.Base32[(day >> (5 * (mark.Length - 1 - i))) & 31];
            }
        });
    }

    /// <summary>The day of a room's first moment, UTC; of a direct room, that of the younger of its two users. Null: the id doesn't tell.</summary>
    public static DateTimeOffset? OfRoom(string roomId)
    {
        if (!Ids.IsMarkedRoom(roomId))
        {
            return null;
        }

        var day = 0;
        foreach (var digit in roomId.AsSpan(0, MarkLength))
        {
            var value = Ids.Base32.IndexOf(digit, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            day = (day << 5) | value;
        }

        return FirstDay.AddDays(day);
    }

    /// <summary>The time in a user's id, a UUID of version 7 (RFC 9562). Null: it isn't one.</summary>
    public static DateTimeOffset? OfUser(ReadOnlySpan<char> userId) =>
        userId.Length == UserIdLength
        && userId[12] == '7'
        && long.TryParse(userId[..12], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
