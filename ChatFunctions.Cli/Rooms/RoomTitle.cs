namespace ChatFunctions.Cli.Rooms;

internal static class RoomTitle
{
    extension(Room room)
    {
        /// <summary>Its name or, for a direct room, the other user's name.</summary>
        public string Title => room.Kind == RoomKind.Direct ? $"@{room.With?.Username ?? "unknown"}" : room.Name;
    }
}
