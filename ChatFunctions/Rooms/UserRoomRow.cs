using System.Runtime.Serialization;
using ChatFunctions.Storage;

namespace ChatFunctions.Rooms;

/// <summary>Says that a user may be a member of a room.</summary>
internal sealed class UserRoomRow : Pointer
{
    private const string Prefix = "room:";

    /// <summary>The room has not been active after this, as far as the list has heard.</summary>
    public DateTimeOffset ActiveUntil { get; set; }

    [IgnoreDataMember]
    public string RoomId => RowKey[Prefix.Length..];

    public static string Key(string roomId) => Prefix + roomId;
}
