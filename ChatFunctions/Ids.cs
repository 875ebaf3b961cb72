using System.Globalization;
using System.Security.Cryptography;

namespace ChatFunctions;

/// <summary>Generates ids, codes and secrets. Tests can replace it.</summary>
public class Ids(TimeProvider clock)
{
    /// <summary>Crockford's Base32 alphabet in lower case, which has no letters that look like digits.</summary>
    internal const string Base32 = "0123456789abcdefghjkmnpqrstvwxyz";

    private const int RandomRoomLength = 12;
    private const int DirectHashLength = 26;
    private const int InvitationSecretLength = 10;

    /// <summary>A new id of a user, session, message or event: a UUID version 7 (RFC 9562) as 32 hexadecimal digits.</summary>
#pragma warning disable RS0030 // The one place where ids come from.
    public virtual string NewId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
#pragma warning restore RS0030

    /// <summary>A new id of a room: the day and 60 random bits as 12 characters of Base32.</summary>
    public virtual string NewRoomId() => CreationDate.Mark(clock.GetUtcNow()) + RandomNumberGenerator.GetString(Base32, RandomRoomLength);

    /// <summary>A new invitation code: the room's id, by which the room is found, and 50 random bits as 10 characters of Base32.</summary>
    public virtual string NewInvitationCode(string roomId) => roomId + RandomNumberGenerator.GetString(Base32, InvitationSecretLength);

    /// <summary>The room id in an invitation code; null if the text isn't a code.</summary>
    public static string? RoomIdOfInvitation(string code) =>
        code.Length is RandomRoomLength + InvitationSecretLength or CreationDate.MarkLength + RandomRoomLength + InvitationSecretLength && IsPlausible(code)
            ? code[..^InvitationSecretLength]
            : null;

    /// <summary>A random delay, so that competing instances don't collide again.</summary>
    public virtual TimeSpan NewWait(TimeSpan least, TimeSpan most) =>
        TimeSpan.FromMicroseconds(RandomNumberGenerator.GetInt32((int)least.TotalMicroseconds, (int)most.TotalMicroseconds));

    /// <summary>A new secret of 256 random bits, as Base64url.</summary>
    public virtual string NewSecret() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>
    /// The id of the direct room of two users, the same for both, so it can't be created twice. It begins with the day on which the later of
    /// the two registered.
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

    /// <summary>Whether a room id begins with a day. Ids of earlier versions don't.</summary>
    internal static bool IsMarkedRoom(string roomId) => roomId.Length is CreationDate.MarkLength + RandomRoomLength or CreationDate.MarkLength + DirectHashLength;

    /// <summary>Whether a client's text can be an id. Other texts are never used as keys.</summary>
    public static bool IsPlausible(string? id) => id is { Length: > 0 and <= 64 } && id.All(char.IsAsciiLetterOrDigit);
}

/// <summary>
/// The creation dates in ids of rooms and users. They allow adding storage accounts without moving data: see docs/scale-and-cost.md.
/// </summary>
internal static class CreationDate
{
    /// <summary>The number of Base32 digits for the day, enough until 2109.</summary>
    public const int MarkLength = 3;

    private const int UserIdLength = 32;
    private static readonly DateTimeOffset FirstDay = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The day as the first characters of an id.</summary>
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

    /// <summary>The day (UTC) on which a room was created or, for a direct room, its later user registered; null if the id doesn't contain it.</summary>
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

    /// <summary>The time in a user id, a UUID version 7 (RFC 9562); null if it isn't one.</summary>
    public static DateTimeOffset? OfUser(ReadOnlySpan<char> userId) =>
        userId.Length == UserIdLength
        && userId[12] == '7'
        && long.TryParse(userId[..12], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
