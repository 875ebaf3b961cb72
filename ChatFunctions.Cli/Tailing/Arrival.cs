namespace ChatFunctions.Cli.Tailing;

/// <summary>News for the tail. It can be duplicated, late, out of order or lost; <see cref="LookAgain"/> recovers from that.</summary>
internal abstract record Arrival
{
    /// <summary>Events of a room.</summary>
    public sealed record Events(string RoomId, IReadOnlyList<RoomEvent> Items) : Arrival;

    /// <summary>A room was added to or removed from the room list.</summary>
    public sealed record RoomChanged(string RoomId) : Arrival;

    /// <summary>Something may have been missed.</summary>
    public sealed record LookAgain : Arrival;
}
