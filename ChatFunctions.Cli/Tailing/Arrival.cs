using System.Text.Json;

namespace ChatFunctions.Cli.Tailing;

/// <summary>Something that the tail is told. Any of it may come doubled, late, out of order, or never; <see cref="LookAgain"/> makes up for that.</summary>
internal abstract record Arrival
{
    /// <summary>Events of a room happened.</summary>
    public sealed record Events(string RoomId, JsonElement[] Items) : Arrival;

    /// <summary>A room came to, or went from, the user's list.</summary>
    public sealed record RoomChanged(string RoomId) : Arrival;

    /// <summary>Something may have been missed.</summary>
    public sealed record LookAgain : Arrival;
}
