using System.Text.Json.Serialization;
using ChatFunctions.Messages;

namespace ChatFunctions.RoomLog;

/// <summary>One durable thing that happened in a room, at its place in the room's one order.</summary>
[JsonDerivedType(typeof(Message))]
[JsonDerivedType(typeof(RoomChange))]
public abstract record RoomEvent
{
    /// <summary>1, 2, 3, ... in each room, with no hole and no repeat.</summary>
    [JsonPropertyOrder(-3)]
    public required long Seq { get; init; }

    /// <summary><c>message</c>, or one of <see cref="RoomChangeType"/>.</summary>
    [JsonPropertyOrder(-2)]
    public abstract string Type { get; }

    [JsonPropertyOrder(-1)]
    public required string RoomId { get; init; }

    /// <summary>About how long it is as JSON, never too little by much: what live messages are cut by.</summary>
    internal abstract int EstimatedBytes { get; }
}
