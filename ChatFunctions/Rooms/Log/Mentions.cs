using System.Text.RegularExpressions;

namespace ChatFunctions.Rooms.Log;

/// <summary>Mentions in texts: <c>&lt;@userId&gt;</c> of a member, and <c>&lt;@room&gt;</c> of all members. Anything else stays plain text.</summary>
internal static partial class Mentions
{
    /// <summary>Stands for all members. No user has this id.</summary>
    public const string Room = "room";

    private const char Separator = ' ';

    [GeneratedRegex("<@([A-Za-z0-9]{1,64})>")]
    private static partial Regex Pattern { get; }

    /// <summary>The ids in a text, whether or not they are members', in order and each once.</summary>
    public static IReadOnlyList<string> In(string text) =>
        text.Contains("<@", StringComparison.Ordinal) ? [.. Pattern.Matches(text).Select(match => match.Groups[1].Value).Distinct()] : [];

    /// <summary>The keys that a command needs for <see cref="Stored"/>.</summary>
    public static IEnumerable<string> Needs(IReadOnlyList<string> ids) => ids.Where(id => id != Room).Select(RoomKeys.Member);

    /// <summary>The mentions of other members, and of the room if the sender may mention it, as <see cref="MessageRow.Mentions"/>; null: none.</summary>
    public static string? Stored(IReadOnlyList<string> ids, RoomState state, string senderId)
    {
        var valid = ids.Where(id => id == Room ? state.Refuse(senderId, RoomAction.MentionRoom) is null : id != senderId && state.Member(id) is not null);
        return string.Join(Separator, valid) is { Length: > 0 } stored ? stored : null;
    }

    public static IReadOnlyList<string>? Read(string? stored) => stored?.Split(Separator);
}
