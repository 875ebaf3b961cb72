using ChatFunctions.Messages;

namespace ChatFunctions.RoomLog;

/// <summary>How far the members of a small room have read: the two that are furthest behind decide for every message.</summary>
internal sealed record ReadMarkers
{
    private readonly (string UserId, long Seq)[]? _furthestBehind;

    private ReadMarkers((string UserId, long Seq)[]? furthestBehind) => _furthestBehind = furthestBehind;

    /// <summary>The room is too large to say.</summary>
    public static ReadMarkers TooMany { get; } = new(furthestBehind: null);

    public static ReadMarkers Of(IEnumerable<(string UserId, long Seq)> members) => new([.. members.OrderBy(marker => marker.Seq).Take(2)]);

    /// <summary>The message with whether every member but its sender has read it; false when there is nobody else.</summary>
    public Message Mark(Message message) => _furthestBehind is null ? message : message with { Read = IsRead(message, _furthestBehind) };

    private static bool IsRead(Message message, (string UserId, long Seq)[] furthestBehind)
    {
        var others = furthestBehind.Where(marker => marker.UserId != message.Sender.Id);
        return others.Any() && others.First().Seq >= message.Seq;
    }
}
