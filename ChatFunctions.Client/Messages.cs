using System.Text.Json;

namespace ChatFunctions.Client;

/// <summary>An event of a room: a <see cref="Message"/> or a <see cref="RoomChange"/>.</summary>
/// <param name="Seq">The position in the room: 1, 2, 3 and so on, without gaps.</param>
/// <param name="Type">The kind of the event. Newer servers may send others than this library knows.</param>
/// <param name="RoomId">The room's id.</param>
public abstract record RoomEvent(long Seq, string Type, string RoomId) : ApiObject;

/// <summary>A message in its current state.</summary>
/// <param name="Seq">The position in the room.</param>
/// <param name="Type"><c>message</c>.</param>
/// <param name="RoomId">The room's id.</param>
/// <param name="Id">The message's id.</param>
/// <param name="Sender">The user who sent it.</param>
/// <param name="Text">The text; empty if deleted.</param>
/// <param name="CreatedAt">When it was stored.</param>
/// <param name="ClientMessageId">The sender's own id of it.</param>
/// <param name="ReplyTo">The seq of the message that it replies to.</param>
/// <param name="EditedAt">When it was last edited.</param>
/// <param name="Deleted">Whether it was deleted.</param>
/// <param name="Version">1, and one more after each edit and after the deletion.</param>
/// <param name="Reactions">The reactions.</param>
/// <param name="Read">Whether every other member has read it; null if unknown.</param>
/// <param name="Mentions">The ids of members whom it mentions, and <c>room</c> if it mentions all; null if there are none.</param>
/// <param name="Attachments">The files; null if there are none.</param>
public sealed record Message(
    long Seq,
    string Type,
    string RoomId,
    string Id,
    UserRef Sender,
    string Text,
    DateTimeOffset CreatedAt,
    string? ClientMessageId,
    long? ReplyTo,
    DateTimeOffset? EditedAt,
    bool Deleted,
    int Version,
    IReadOnlyList<Reaction>? Reactions,
    bool? Read,
    IReadOnlyList<string>? Mentions = null,
    IReadOnlyList<Attachment>? Attachments = null) : RoomEvent(Seq, Type, RoomId);

/// <summary>An emoji and the users who reacted with it.</summary>
public sealed record Reaction(string Emoji, IReadOnlyList<string> UserIds);

/// <summary>An event other than a message. Which fields it has depends on its type.</summary>
/// <param name="Seq">The position in the room.</param>
/// <param name="Type">One of <see cref="RoomChangeType"/>.</param>
/// <param name="RoomId">The room's id.</param>
/// <param name="Actor">The user who caused it.</param>
/// <param name="At">When it happened.</param>
/// <param name="Name">The room's new name.</param>
/// <param name="User">The user whose membership changed, or whose reaction an admin removed.</param>
/// <param name="Role">The new role.</param>
/// <param name="Banned">Whether the removed user is banned.</param>
/// <param name="MessageSeq">The seq of the message that changed.</param>
/// <param name="Emoji">The emoji of the reaction.</param>
/// <param name="Message">The changed message in its current state.</param>
/// <param name="Topic">The room's new topic; empty if it was removed.</param>
/// <param name="PictureUrl">The address of the room's new picture, which expires after some hours; null if it was removed.</param>
public sealed record RoomChange(
    long Seq,
    string Type,
    string RoomId,
    UserRef Actor,
    DateTimeOffset At,
    string? Name,
    UserRef? User,
    string? Role,
    bool Banned,
    long? MessageSeq,
    string? Emoji,
    Message? Message,
    string? Topic = null,
    string? PictureUrl = null) : RoomEvent(Seq, Type, RoomId);

/// <summary>The types of <see cref="RoomChange"/>.</summary>
public static class RoomChangeType
{
    public const string RoomCreated = "roomCreated";
    public const string RoomRenamed = "roomRenamed";
    public const string TopicChanged = "topicChanged";
    public const string DefaultRoleChanged = "defaultRoleChanged";
    public const string MemberAdded = "memberAdded";
    public const string MemberRemoved = "memberRemoved";
    public const string MemberRoleChanged = "memberRoleChanged";
    public const string MessageEdited = "messageEdited";
    public const string MessageDeleted = "messageDeleted";
    public const string ReactionAdded = "reactionAdded";
    public const string ReactionRemoved = "reactionRemoved";
    public const string MessagePinned = "messagePinned";
    public const string MessageUnpinned = "messageUnpinned";
    public const string PictureChanged = "pictureChanged";
}

/// <summary>A page of a room's events.</summary>
/// <param name="Events">The events, oldest first.</param>
/// <param name="Head">The seq of the room's newest event.</param>
/// <param name="More">Whether there are newer events than these.</param>
public sealed record EventsPage(IReadOnlyList<RoomEvent> Events, long Head, bool More);

/// <summary>A message to send.</summary>
/// <param name="Text">The text; null if it has only files.</param>
/// <param name="ClientMessageId">The sender's own id of the message. A message with the same id is stored once.</param>
/// <param name="ReplyTo">The seq of the message that it replies to.</param>
/// <param name="Attachments">The tokens of uploaded files; see <see cref="ChatClient.UploadAsync"/>.</param>
public sealed record NewMessage(string? Text, string? ClientMessageId = null, long? ReplyTo = null, IReadOnlyList<string>? Attachments = null);

/// <summary>A message of another system to import.</summary>
/// <param name="SenderId">The id of the user who sent it; doesn't have to be a member.</param>
/// <param name="Text">The text.</param>
/// <param name="CreatedAt">When it was sent: not before the room's last event and not in the future.</param>
/// <param name="ClientMessageId">Its id in the other system. A message with the same id is stored once.</param>
/// <param name="ReplyTo">The seq of the message that it replies to.</param>
public sealed record ImportedMessage(string SenderId, string Text, DateTimeOffset CreatedAt, string ClientMessageId, long? ReplyTo = null);

/// <summary>Which messages of a room to read.</summary>
public sealed record HistoryQuery
{
    /// <summary>Only messages before this seq, newest first.</summary>
    public long? Before { get; init; }

    /// <summary>Only messages after this seq, oldest first.</summary>
    public long? After { get; init; }

    /// <summary>Messages on both sides of this seq.</summary>
    public long? Around { get; init; }

    /// <summary>Only messages of the user with this id.</summary>
    public string? Sender { get; init; }

    /// <summary>Only messages since this time: ISO 8601, or a number of days such as <c>30d</c>.</summary>
    public string? Since { get; init; }

    /// <summary>The number of messages to read with one request.</summary>
    public int? PageSize { get; init; }
}

/// <summary>Which messages to find.</summary>
public sealed record MessageSearch
{
    /// <summary>The words to find; words in double quotation marks must follow each other.</summary>
    public string? Text { get; init; }

    /// <summary>Only messages of the user with this id.</summary>
    public string? Sender { get; init; }

    /// <summary>Only messages with a link.</summary>
    public bool HasLink { get; init; }

    /// <summary>Only messages with a file. It can't be combined with <see cref="HasLink"/>.</summary>
    public bool HasFile { get; init; }

    internal (string, object?)[] Query => [("q", Text), ("from", Sender), ("has", HasLink ? "link" : HasFile ? "file" : null)];
}

/// <summary>A message that matches a search.</summary>
/// <param name="Message">The message.</param>
/// <param name="Matches">The parts of the text that match, in order.</param>
public sealed record MessageHit(Message Message, IReadOnlyList<TextRange>? Matches) : ApiObject;

/// <summary>A part of a text, in UTF-16 code units.</summary>
public sealed record TextRange(int Start, int Length);

/// <summary>The messages of one room. The search continues before <paramref name="SearchedBackTo"/> unless the cursor is null.</summary>
internal sealed record SearchPage(string RoomId, JsonElement[] Items, string? Cursor, long SearchedBackTo);

/// <summary>A message with its open reports, oldest first.</summary>
public sealed record ReportedMessage(Message Message, IReadOnlyList<Report> Reports) : ApiObject;

/// <summary>A report of a message.</summary>
/// <param name="User">The user who reported it.</param>
public sealed record Report(UserRef User, string Reason, DateTimeOffset ReportedAt);

internal sealed record ReportRequest(string Reason);

internal sealed record SentBatch(JsonElement[] Items);

internal sealed record SendBatchRequest(IEnumerable<NewMessage> Messages);

internal sealed record EventsAnswer(JsonElement[] Events, long Head, bool More);

internal sealed record EditRequest(string Text);

internal sealed record MarkReadRequest(long Seq, bool? Unread);

internal sealed record ImportRequest(IEnumerable<ImportedMessage> Messages);
