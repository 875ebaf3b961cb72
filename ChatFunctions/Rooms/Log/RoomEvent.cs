using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatFunctions.Rooms.Log;

/// <summary>A durable event of a room.</summary>
[JsonDerivedType(typeof(Message))]
[JsonDerivedType(typeof(RoomChange))]
public abstract record RoomEvent
{
    /// <summary>The event's number: 1, 2, 3, ... in each room, without gaps.</summary>
    [JsonPropertyOrder(-3)]
    public required long Seq { get; init; }

    /// <summary><c>message</c>, or one of <see cref="RoomChangeType"/>.</summary>
    [JsonPropertyOrder(-2)]
    public abstract string Type { get; }

    [JsonPropertyOrder(-1)]
    public required string RoomId { get; init; }

    /// <summary>The approximate size as JSON, by which live messages are split.</summary>
    internal abstract int EstimatedBytes { get; }
}

/// <summary>The types of events other than messages. In JSON, <c>type</c> in camelCase.</summary>
public enum RoomChangeType
{
    RoomCreated,
    RoomRenamed,
    TopicChanged,
    DefaultRoleChanged,
    MemberAdded,
    MemberRemoved,
    MemberRoleChanged,
    MessageEdited,
    MessageDeleted,
    ReactionAdded,
    ReactionRemoved,
    MessagePinned,
    MessageUnpinned,
    PictureChanged,
}

/// <summary>An event other than a message. Its type determines which optional fields it has.</summary>
public sealed record RoomChange : RoomEvent
{
    [JsonIgnore]
    public RoomChangeType Change { get; init; }

    [JsonPropertyOrder(-2)]
    public override string Type => JsonNamingPolicy.CamelCase.ConvertName(Change.ToString());

    /// <summary>The user who caused it.</summary>
    public required UserRef Actor { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The room's new name, when it was created or renamed.</summary>
    public string? Name { get; init; }

    /// <summary>The room's new topic; empty if it was removed.</summary>
    public string? Topic { get; init; }

    /// <summary>The user whose membership it concerns, or whose reaction, if that isn't the actor's.</summary>
    public UserRef? User { get; init; }

    /// <summary>True: the removed user is banned.</summary>
    public bool? Banned { get; init; }

    public Role? Role { get; init; }

    /// <summary>The seq of the changed message.</summary>
    public long? MessageSeq { get; init; }

    public string? Emoji { get; init; }

    /// <summary>The address of the room's new picture; absent if it was removed. A picture that was replaced since is gone.</summary>
    public string? PictureUrl { get; init; }

    /// <summary>The changed message in its current state.</summary>
    public Message? Message { get; init; }

    internal override int EstimatedBytes => 600 + (PictureUrl?.Length ?? 0) + (Message?.EstimatedBytes ?? 0);
}

/// <summary>A user's id and name.</summary>
public sealed record UserRef(string Id, string Username)
{
    /// <summary>The address of the picture that the user has uploaded; only in lists of users and in direct rooms.</summary>
    public string? PictureUrl { get; init; }
}
