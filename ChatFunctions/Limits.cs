using System.ComponentModel.DataAnnotations;

namespace ChatFunctions;

/// <summary>The limits for clients, published by <c>GET /api/limits</c>.</summary>
public static class Limits
{
    /// <summary>Bytes of a request's body.</summary>
    public const int BodyBytes = 256 * 1024;

    /// <summary>UTF-8 bytes of a message's text after trimming.</summary>
    public const int TextBytes = 16_384;

    /// <summary>Messages in one batch.</summary>
    public const int BatchMessages = 40;

    /// <summary>Characters of a room's name.</summary>
    public const int RoomNameLength = 100;

    /// <summary>Characters of a room's topic.</summary>
    public const int TopicLength = 250;

    public const int LoginMinLength = 3;
    public const int LoginMaxLength = 64;
    public const int UsernameLength = 64;
    public const int PasswordMinLength = 8;
    public const int PasswordMaxLength = 128;

    /// <summary>Wrong passwords in a row from one address after which it is locked out of a login, longer with each more.</summary>
    public const int LoginFailures = 10;

    /// <summary>Wrong passwords from all addresses after which a login is locked; one is forgotten every two minutes.</summary>
    public const int LoginFailuresTotal = 50;

    /// <summary>Characters of a clientMessageId.</summary>
    public const int ClientMessageIdLength = 64;

    /// <summary>The least number of characters of an attemptId, which must not be guessable.</summary>
    public const int AttemptIdMinLength = 16;

    /// <summary>Characters of an API key's name.</summary>
    public const int ApiKeyNameLength = 100;

    /// <summary>Users that a back end can create in one request.</summary>
    public const int BatchUsers = 100;

    /// <summary>Characters of a back end's id of a user.</summary>
    public const int ExternalIdLength = 128;

    /// <summary>Members that a back end can add in one request.</summary>
    public const int BatchMembers = 100;

    /// <summary>Bytes of an attachment, unless <see cref="AttachmentOptions.MaxBytes"/> differs: 25 MiB.</summary>
    public const int AttachmentBytes = 25 * 1024 * 1024;

    /// <summary>Bytes of an attachment's thumbnail; a larger one isn't used.</summary>
    public const int ThumbnailBytes = 256 * 1024;

    /// <summary>Bytes of the picture of a user or room: 1 MiB.</summary>
    public const int PictureBytes = 1024 * 1024;

    /// <summary>Attachments of one message, or of all messages in a batch, unless <see cref="AttachmentOptions.MaxPerMessage"/> is lower.</summary>
    public const int AttachmentsPerMessage = 10;

    /// <summary>Characters of an attachment's name.</summary>
    public const int AttachmentNameLength = 255;

    /// <summary>Characters of an attachment's media type.</summary>
    public const int ContentTypeLength = 100;

    /// <summary>The highest width and height of a picture or video in pixels.</summary>
    public const int PixelsPerSide = 65_535;

    /// <summary>Messages in one import.</summary>
    public const int ImportMessages = 49;

    public const int MembersPerRoom = 1_000;
    public const int RoomsPerUser = 1_000;

    /// <summary>Open invitations of a room.</summary>
    public const int InvitationsPerRoom = 100;

    /// <summary>The highest use limit of an invitation.</summary>
    public const int InvitationUses = 10_000;

    /// <summary>The lifetime of an invitation in hours: a week by default, a year at most.</summary>
    public const int InvitationHours = 168;
    public const int InvitationMaxHours = 8_760;

    /// <summary>Members that a room can be created with, besides its creator; more are added one by one.</summary>
    public const int MembersAtCreation = 40;

    /// <summary>Pinned messages of a room.</summary>
    public const int PinsPerRoom = 50;

    /// <summary>Users who can report the same message.</summary>
    public const int ReportsPerMessage = 20;

    /// <summary>Characters of the reason of a report.</summary>
    public const int ReportReasonLength = 200;

    /// <summary>Different emojis on one message.</summary>
    public const int EmojisPerMessage = 20;

    /// <summary>Reactions on one message in all.</summary>
    public const int ReactionsPerMessage = 500;

    /// <summary>UTF-8 bytes of an emoji. The longest standard sequences have about 35.</summary>
    public const int EmojiBytes = 64;

    /// <summary>Different users whom a message can mention.</summary>
    public const int MentionsPerMessage = 20;

    /// <summary>Unread messages with mentions of anyone among which those of a user are counted.</summary>
    public const int MentionsCounted = 1_000;

    /// <summary>Messages on a page of <c>GET /inbox</c>, unless asked otherwise.</summary>
    public const int InboxPageSize = 100;

    public const int PageSize = 50;
    public const int MaxPageSize = 200;

    /// <summary>Characters of <c>q</c> in a search for messages.</summary>
    public const int SearchLength = 200;

    /// <summary>Messages of a room on a page of a search, unless asked otherwise.</summary>
    public const int SearchPageSize = 20;

    /// <summary>Members up to which messages have <c>read</c>.</summary>
    public const int MembersForRead = 100;

    /// <summary>Members up to which a room gets presence changes.</summary>
    public const int MembersForPresence = 100;

    /// <summary>UTF-8 bytes of a notification's data, as compact JSON.</summary>
    public const int NotificationDataBytes = 16_384;

    /// <summary>The count at which counting unread notifications stops.</summary>
    public const int UnreadNotificationsCounted = 1_000;

    /// <summary>Rooms that a heartbeat can ask for, and recently active rooms that its answer adds.</summary>
    public const int RoomsPerHeartbeat = 20;

    /// <summary>Seconds that <c>GET /events</c> waits at most.</summary>
    public const int WaitSeconds = 20;
}

/// <summary>Settings <c>Chat__Attachments__*</c>.</summary>
internal sealed class AttachmentOptions
{
    public const int MostBytes = 2_000_000_000;

    /// <summary>The most bytes of a file.</summary>
    [Range(1, MostBytes, ErrorMessage = "The setting Chat__Attachments__MaxBytes must be from {1} to {2}.")]
    public int MaxBytes { get; set; } = Limits.AttachmentBytes;

    /// <summary>The most files of a message or batch. More wouldn't fit into one storage transaction with a full batch.</summary>
    [Range(1, Limits.AttachmentsPerMessage, ErrorMessage = "The setting Chat__Attachments__MaxPerMessage must be from {1} to {2}.")]
    public int MaxPerMessage { get; set; } = Limits.AttachmentsPerMessage;

    /// <summary>Whether files can be used only after Microsoft Defender for Storage has scanned them and found no threats.</summary>
    public bool RequireScan { get; set; }
}
