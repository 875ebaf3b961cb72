namespace ChatFunctions.Realtime;

/// <summary>The one SignalR hub, and the names of what the server sends on it. A room's group has the room's id as its name.</summary>
internal static class Hub
{
    public const string Name = "chat";

    public const string RoomEvents = "roomEvents";
    public const string RoomsChanged = "roomsChanged";
    public const string Read = "read";
    public const string Typing = "typing";
    public const string Presence = "presence";
    public const string Notification = "notification";
}
