using ChatFunctions.RoomLog;

namespace ChatFunctions.Rooms;

/// <summary>A room after a change, and what has to go out live.</summary>
/// <param name="Room">The room.</param>
/// <param name="Broadcast">Events for the room's group.</param>
internal sealed record RoomChanged(Room Room, IReadOnlyList<RoomEvent> Broadcast)
{
    /// <summary>Users who are in the room, whether since now or since an earlier try whose live messages may have got lost.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Users who are not in the room, whether since now or since an earlier try.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];
}
