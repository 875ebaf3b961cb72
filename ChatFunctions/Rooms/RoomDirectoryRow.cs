using System.Runtime.Serialization;
using ChatFunctions.RoomLog;
using ChatFunctions.Storage;

namespace ChatFunctions.Rooms;

/// <summary>Says that a public room may have a name.</summary>
internal sealed class RoomDirectoryRow : Pointer
{
    /// <summary>In no name's key.</summary>
    public const char Separator = ':';

    [IgnoreDataMember]
    public string RoomId => RowKey[(RowKey.IndexOf(Separator, StringComparison.Ordinal) + 1)..];

    public static string Key(string roomId, string name) => $"{SearchKey.Of(name)}{Separator}{roomId}";

    /// <summary>Whether the room is to be found by this.</summary>
    public bool IsOf(RoomHead head) => head is { Deleted: false, Kind: RoomKind.Public } && RowKey == Key(head.RoomId, head.Name);
}
