using System.CommandLine;

namespace ChatFunctions.Cli.Rooms;

internal static class RoomArgument
{
    public static Argument<string> Create() => new("room") { Description = "Room name or ID. For a direct room: @ and the other user's name" };
}
