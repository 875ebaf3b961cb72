namespace ChatFunctions.Rooms;

public enum RoomKind
{
    /// <summary>Only its members know that it exists.</summary>
    Private,

    /// <summary>Everybody signed in can find and join it.</summary>
    Public,

    /// <summary>Two users, always the same room for the same two; nobody joins, nobody leaves.</summary>
    Direct,
}
