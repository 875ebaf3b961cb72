using System.Globalization;

namespace ChatFunctions;

/// <summary>
/// When rooms and users were made, as their ids tell. That is how storage accounts can be added to a chat without moving anything: see
/// docs/scale-and-cost.md.
/// </summary>
internal static class Births
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
