using System.CommandLine;

namespace ChatFunctions.Cli.Rooms;

internal static class RoomArgument
{
    public static Argument<string> Create() => new("room") { Description = "A room's name or id; for a direct room, @ and the other's name" };
}
