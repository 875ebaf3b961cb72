using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatFunctions.Rooms.Log;

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

/// <summary>What an event that isn't a message says happened. In JSON: the same words in camelCase, as <c>type</c>.</summary>
public enum RoomChangeType
{
    RoomCreated,
    RoomRenamed,
    DefaultRoleChanged,
    MemberAdded,
    MemberRemoved,
    MemberRoleChanged,
    MessageEdited,
    MessageDeleted,
    ReactionAdded,
    ReactionRemoved,
}

/// <summary>Every durable event that isn't a message. Which of the optional fields are there depends on the type.</summary>
public sealed record RoomChange : RoomEvent
{
    [JsonIgnore]
    public RoomChangeType Change { get; init; }

    [JsonPropertyOrder(-2)]
    public override string Type => JsonNamingPolicy.CamelCase.ConvertName(Change.ToString());

    /// <summary>The user who did it.</summary>
    public required UserRef Actor { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The room's name, where it was given or changed.</summary>
    public string? Name { get; init; }

    /// <summary>Whose membership it concerns; whose reaction, where that isn't the actor's.</summary>
    public UserRef? User { get; init; }

    /// <summary>True: the removed user is banned.</summary>
    public bool? Banned { get; init; }

    public Role? Role { get; init; }

    /// <summary>The seq of the message that it concerns.</summary>
    public long? MessageSeq { get; init; }

    public string? Emoji { get; init; }

    /// <summary>That message in its present state.</summary>
    public Message? Message { get; init; }

    internal override int EstimatedBytes => 600 + (Message?.EstimatedBytes ?? 0);
}

/// <summary>A user, named: enough to show beside a message.</summary>
public sealed record UserRef(string Id, string Username);
