namespace ChatFunctions.Rooms.Log;

/// <summary>
/// The read markers of all members in one row of the room: all that a page of history needs besides messages. It duplicates the members'
/// rows and is merged in the same transactions. Rooms with more joins than a row has properties don't have it.
/// </summary>
internal sealed class MemberReadMarkers
{
    /// <summary>Memberships that fit into the row; an entity has at most 252 properties.</summary>
    public const int Capacity = 200;

    private const char Prefix = 'u';
    private const long NoMember = -1;
    private const string GivenUp = nameof(GivenUp);
    private const string Closed = nameof(Closed);

    private readonly Dictionary<string, long> _markers;

    private MemberReadMarkers(Dictionary<string, long> markers) => _markers = markers;

    /// <returns>Null if there is no such row, or if the room has outgrown it.</returns>
    public static MemberReadMarkers? From(TableEntity? row) => row is null || row.ContainsKey(GivenUp) ? null : new MemberReadMarkers(row
        .Where(property => !row.ContainsKey(Closed) && property.Key[0] == Prefix && property.Value is long and not NoMember)
        .ToDictionary(property => property.Key[1..], property => (long)property.Value));

    /// <summary>The change of the row when a member has read up to a seq.</summary>
    public static TableEntity Moved(string roomId, string userId, long seq) => new(roomId, RoomKeys.MemberReadMarkers) { [Prefix + userId] = seq };

    /// <summary>The change of the row in a transaction that changes memberships; null if there is none.</summary>
    public static TableEntity? Changed(RoomHead? before, RoomHead after, IEnumerable<RowWrite> changes)
    {
        var merge = new TableEntity(after.RoomId, RoomKeys.MemberReadMarkers);
        if (after.IsDeleted)
        {
            // One transaction can't remove all members of a large room, and none of them may read it any more.
            merge[Closed] = true;
            return merge;
        }

        if (after.JoinCount > Capacity)
        {
            merge[GivenUp] = true;
            return before?.JoinCount > Capacity ? null : merge;
        }

        var properties = merge.Count;
        foreach (var change in changes)
        {
            if (change is { Row: MemberRow member, Type: not TableTransactionActionType.UpdateMerge })
            {
                merge[Prefix + member.UserId] = change.Type == TableTransactionActionType.Delete ? NoMember : member.ReadSeq ?? 0;
            }
        }

        return merge.Count > properties ? merge : null;
    }

    /// <summary>Read markers by user id.</summary>
    public IReadOnlyDictionary<string, long> ByUserId => _markers;

    public bool Include(string userId) => _markers.ContainsKey(userId);

    public ReadMarkers Markers() => _markers.Count > Limits.MembersForRead ? ReadMarkers.TooMany : ReadMarkers.Of(_markers.Select(marker => (marker.Key, marker.Value)));
}

/// <summary>The two lowest read markers of a small room, which decide whether a message was read by everyone but its sender.</summary>
internal sealed record ReadMarkers
{
    private readonly (string UserId, long Seq)[]? _furthestBehind;

    private ReadMarkers((string UserId, long Seq)[]? furthestBehind) => _furthestBehind = furthestBehind;

    /// <summary>The room is too large for <see cref="Message.Read"/>.</summary>
    public static ReadMarkers TooMany { get; } = new(furthestBehind: null);

    public static ReadMarkers Of(IEnumerable<(string UserId, long Seq)> members) => new([.. members.OrderBy(marker => marker.Seq).Take(2)]);

    /// <summary>Sets <see cref="Message.Read"/>: whether every other member has read it; false if there are none.</summary>
    public Message Mark(Message message) => _furthestBehind is null ? message : message with { Read = IsRead(message, _furthestBehind) };

    private static bool IsRead(Message message, (string UserId, long Seq)[] furthestBehind)
    {
        var others = furthestBehind.Where(marker => marker.UserId != message.Sender.Id);
        return others.Any() && others.First().Seq >= message.Seq;
    }
}
