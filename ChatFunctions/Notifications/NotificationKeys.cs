using System.Globalization;
using ChatFunctions.Accounts;

namespace ChatFunctions.Notifications;

/// <summary>
/// Keys of notifications, in their user's partition of the Users table. The time is inverted, so that a range read is newest first;
/// it is the one inside the id (UUID version 7, RFC 9562, section 5.7), so that the id alone leads to the row.
/// </summary>
internal static class NotificationKeys
{
    private const string Prefix = "note:";
    private const int IdLength = 32;

    /// <summary>Where all notifications of a user begin.</summary>
    public const string Start = Prefix;

    /// <summary>Where they end.</summary>
    public const string End = "note;";

    public static string Partition(string userId) => UserKeys.UserPartition(userId);

    /// <returns>Null: the text is no notification's id.</returns>
    public static string? Key(string id) =>
        id.Length == IdLength && Ids.IsPlausible(id) && long.TryParse(id.AsSpan(..12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var milliseconds)
            ? $"{Prefix}{Inverted(milliseconds)}:{id}"
            : null;

    /// <summary>After this key come those that are older.</summary>
    public static string OlderThan(DateTimeOffset time) => $"{Prefix}{Inverted(time.ToUnixTimeMilliseconds())};";

    public static string Id(string rowKey) => rowKey[^IdLength..];

    /// <summary>Says that a back end's own id was used, for which notification.</summary>
    public static string Sent(string clientMessageId) => $"notesent:{clientMessageId}";

    private static string Inverted(long milliseconds) => (long.MaxValue - milliseconds).ToString("D19", CultureInfo.InvariantCulture);
}
