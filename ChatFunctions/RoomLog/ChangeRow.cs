using ChatFunctions.Accounts;
using ChatFunctions.Messages;
using ChatFunctions.Rooms;

namespace ChatFunctions.RoomLog;

/// <summary>A durable event that isn't a message. It names the message that it concerns and holds none of its text.</summary>
internal sealed class ChangeRow : EventRow
{
    public RoomChangeType Change { get; set; }

    public string ActorId { get; set; } = "";

    public string ActorName { get; set; } = "";

    public DateTimeOffset At { get; set; }

    public string? Name { get; set; }

    public string? UserId { get; set; }

    public string? UserName { get; set; }

    public Role? Role { get; set; }

    public long? MessageSeq { get; set; }

    public string? Emoji { get; set; }

    /// <summary>Whether it holds this user's name.</summary>
    public bool Names(string userId) => (ActorId == userId && ActorName.Length > 0) || (UserId == userId && UserName is { Length: > 0 });

    public ChangeRow Copy() => (ChangeRow)MemberwiseClone();

    /// <param name="message">The message that it concerns, in its present state.</param>
    public RoomChange ToEvent(Message? message) => new()
    {
        Seq = Seq,
        RoomId = PartitionKey,
        Change = Change,
        Actor = new UserRef(ActorId, ActorName),
        At = At,
        Name = Name,
        User = UserId is null ? null : new UserRef(UserId, UserName ?? ""),
        Role = Role,
        MessageSeq = MessageSeq,
        Emoji = Emoji,
        Message = message,
    };
}
