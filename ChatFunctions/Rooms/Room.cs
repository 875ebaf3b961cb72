using System.Text.Json.Serialization;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Rooms;

/// <summary>A room as a user sees it.</summary>
public record Room
{
    public required string Id { get; init; }

    /// <summary>Empty for a direct room, for which clients show the other user's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the room is about; absent: not set.</summary>
    public string? Topic { get; init; }

    /// <summary>The address of the room's picture; absent: there is none.</summary>
    public string? PictureUrl { get; init; }

    public required RoomKind Kind { get; init; }

    /// <summary>The role of new members without another role.</summary>
    public required DefaultRole DefaultRole { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required int MemberCount { get; init; }

    /// <summary>The seq of the room's last event.</summary>
    public required long Head { get; init; }

    /// <summary>The other user of a direct room, or the caller in a room for notes; absent in other rooms.</summary>
    public UserRef? With { get; init; }

    /// <summary>The seqs of pinned messages in the order of pinning; absent: none. Only for members.</summary>
    public IReadOnlyList<long>? Pins { get; init; }

    /// <summary>False: one of the two users of a direct room has blocked the other, so nothing can be sent. Absent: no block.</summary>
    public bool? CanSend { get; init; }

    /// <summary>The caller's role; null if not a member.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required Role? MyRole { get; init; }

    /// <summary>The other user of a direct room; null if that account is gone or the room isn't direct.</summary>
    internal static UserRef? Other(RoomHead head, string userId, IReadOnlyList<MemberRow> members) => head.Kind != RoomKind.Direct ? null
        : members.FirstOrDefault(member => member.UserId != userId || Ids.DirectRoomId(userId, userId) == head.RoomId)?.ToRef();

    internal static Room Of(RoomHead head, Role? myRole, UserRef? with = null) => new()
    {
        Id = head.RoomId,
        Name = head.Name,
        Topic = head.Topic,
        PictureUrl = head.PictureUrl(head.Picture),
        Kind = head.Kind,
        DefaultRole = head.DefaultRole,
        CreatedBy = head.CreatedBy,
        CreatedAt = head.CreatedAt,
        MemberCount = head.MemberCount,
        Head = head.Seq,
        With = with,
        Pins = myRole is null || head.Pins is null ? null : head.PinnedSeqs(),
        CanSend = head.Blockers is null ? null : false,
        MyRole = myRole,
    };
}

/// <summary>A room in a room list.</summary>
public sealed record RoomSummary : Room
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public RoomSummary(Room room)
        : base(room)
    {
    }

    /// <summary>The newest message in its current state; absent if there is none.</summary>
    [JsonPropertyOrder(1)]
    public Message? LastMessage { get; init; }

    /// <summary>The number of messages after the caller's read marker; 0 if the newest one is the caller's own.</summary>
    [JsonPropertyOrder(1)]
    public long UnreadCount { get; init; }

    /// <summary>The number of those that mention the caller or the room.</summary>
    [JsonPropertyOrder(1)]
    public int MentionCount { get; init; }

    /// <summary>About which messages clients notify the caller.</summary>
    [JsonPropertyOrder(1)]
    public NotificationLevel Level { get; init; }

    /// <summary>Whether clients list the room first.</summary>
    [JsonPropertyOrder(1)]
    public bool Favourite { get; init; }
}

/// <summary>A room after a change of members, and the live messages to send.</summary>
/// <param name="Broadcast">Events for the room's group.</param>
internal sealed record MembershipUpdate(Room Room, IReadOnlyList<RoomEvent> Broadcast)
{
    /// <summary>New members, including those added by an earlier attempt whose live messages may be lost.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Removed members, including those removed by an earlier attempt.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>The answer, with the changes of groups and the live messages for the users concerned.</summary>
    public LiveResponse ToLive(IResult response) => new()
    {
        Response = response,
        Groups = [.. Removed.Select(userId => LiveMessages.Leave(userId, Room.Id)), .. Added.Select(userId => LiveMessages.Join(userId, Room.Id))],
        Messages =
        [
            .. Removed.Select(userId => LiveMessages.RoomListUpdate(userId, Room.Id, RoomListChange.Removed)),
            .. Added.Select(userId => LiveMessages.RoomListUpdate(userId, Room.Id, RoomListChange.Added)),
            .. LiveMessages.RoomEvents(Room.Id, Broadcast) ?? [],
        ],
    };
}
