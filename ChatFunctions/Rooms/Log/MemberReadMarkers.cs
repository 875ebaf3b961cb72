namespace ChatFunctions.Rooms.Log;

/// <summary>
/// How far each member has read, and so who is a member, in one row of the room: all that a page of history needs beside its messages.
/// It repeats what the members' own rows say and is changed in the same transactions as they, by merging, so that no writer has to
/// know the others' part. A room that too many have ever joined for the properties of one row does without.
/// </summary>
internal sealed class MemberReadMarkers
{
    /// <summary>Memberships that the row has room for; an entity has 252 properties at most.</summary>
    public const int Capacity = 200;

    private const char Prefix = 'u';
    private const long NoMember = -1;
    private const string GivenUp = nameof(GivenUp);
    private const string Closed = nameof(Closed);

    private readonly Dictionary<string, long> _markers;

    private MemberReadMarkers(Dictionary<string, long> markers) => _markers = markers;

    /// <returns>Null: there is no such row, or it doesn't tell any more.</returns>
    public static MemberReadMarkers? From(TableEntity? row) => row is null || row.ContainsKey(GivenUp) ? null : new MemberReadMarkers(row
        .Where(property => !row.ContainsKey(Closed) && property.Key[0] == Prefix && property.Value is long and not NoMember)
        .ToDictionary(property => property.Key[1..], property => (long)property.Value));

    /// <summary>What to merge into the row when a member has read up to a seq.</summary>
    public static TableEntity Moved(string roomId, string userId, long seq) => new(roomId, RoomKeys.MemberReadMarkers) { [Prefix + userId] = seq };

    /// <summary>What to merge into the row in a transaction that changes memberships; null: nothing.</summary>
    public static TableEntity? Changed(RoomHead? before, RoomHead after, IEnumerable<RowWrite> changes)
    {
        var merge = new TableEntity(after.RoomId, RoomKeys.MemberReadMarkers);
        if (after.IsDeleted)
        {
            // More may be members still than one transaction can remove; none of them is to read on.
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

    /// <summary>Each member's marker, by user id.</summary>
    public IReadOnlyDictionary<string, long> ByUserId => _markers;

    public bool Include(string userId) => _markers.ContainsKey(userId);

    public ReadMarkers Markers() => _markers.Count > Limits.MembersForRead ? ReadMarkers.TooMany : ReadMarkers.Of(_markers.Select(marker => (marker.Key, marker.Value)));
}

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
