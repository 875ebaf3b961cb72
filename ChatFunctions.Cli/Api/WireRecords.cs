using System.Text.Json;
using ChatFunctions.Cli.Messages;

namespace ChatFunctions.Cli.Api;

// Requests and answers of the API. Fields that this client doesn't use are left out.

/// <summary>A parsed answer and its JSON, for <c>--json</c>.</summary>
internal sealed record Received<T>(T Value, JsonElement Json);

internal sealed record Problem(string? Title, string? Detail, string? Code, Dictionary<string, string[]>? Errors);

internal sealed record UserRef(string Id, string Username);

internal sealed record User(string Id, string Username, string? Login, DateTimeOffset? CreatedAt);

internal sealed record Session(
    string AccessToken, DateTimeOffset AccessTokenExpiresAt, string RefreshToken, DateTimeOffset RefreshTokenExpiresAt, User User)
{
    /// <summary>
    /// The client's id of the next refresh attempt. A refresh whose answer was lost can be repeated with it, also by another process.
    /// </summary>
    public string AttemptId { get; init; } = Sender.NewId();
}

internal sealed record Room(
    string Id, string Name, string Kind, int MemberCount, long Head, string? MyRole, UserRef? With, RoomEvent? LastMessage, long UnreadCount)
{
    public const string Direct = "direct";
    public const string Public = "public";
    public const string Private = "private";

    /// <summary>Its name or, for a direct room, the other user's name.</summary>
    public string Title => Kind == Direct ? $"@{With?.Username ?? "unknown"}" : Name;
}

internal sealed record Member(UserRef User, string Role, DateTimeOffset JoinedAt, long? ReadSeq);

internal sealed record AddKeyRequest(string Name);

internal sealed record NewApiKey(string Id, string Name, string Key);

internal sealed record ApiKey(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

internal sealed record BlockedUser(UserRef User, DateTimeOffset BlockedAt);

internal sealed record Ban(UserRef User, DateTimeOffset BannedAt, UserRef BannedBy);

internal sealed record Invitation(string Code, string? Url, int? MaxUses, DateTimeOffset? ExpiresAt);

/// <summary>An event of a room. A message has a sender, others have an actor.</summary>
internal sealed record RoomEvent(long Seq, string Type, string RoomId)
{
    public const string Message = "message";

    public UserRef? Sender { get; init; }

    public string? Text { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    public long? ReplyTo { get; init; }

    public bool Deleted { get; init; }

    public Reaction[]? Reactions { get; init; }

    public UserRef? Actor { get; init; }

    public DateTimeOffset? At { get; init; }

    public string? Name { get; init; }

    public UserRef? User { get; init; }

    public string? Role { get; init; }

    public bool Banned { get; init; }

    public long? MessageSeq { get; init; }

    public string? Emoji { get; init; }

    /// <summary>The changed message in its current state; in JSON, <c>message</c>.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("message")]
    public RoomEvent? Changed { get; init; }

    public bool IsMessage => Type == Message;
}

internal sealed record Reaction(string Emoji, string[] UserIds);

internal sealed record EventsPage(JsonElement[] Events, long Head, bool More);

internal sealed record Page(JsonElement[] Items, string? Cursor);

internal sealed record RoomListUpdate(string RoomId, string Change);

internal sealed record Credentials(string Login, string Password, string? Username = null);

internal sealed record RefreshRequest(string RefreshToken, string AttemptId);

internal sealed record CreateRoomRequest(string Name, string Kind, string[] Members);

internal sealed record SendRequest(string Text, string ClientMessageId, long? ReplyTo);

internal sealed record EditRequest(string Text);

internal sealed record RoleRequest(string Role);

internal sealed record CreateInvitationRequest(int? MaxUses, int? ExpiresInHours);

internal sealed record ReadRequest(long Seq);

internal sealed record PresenceRequest(string[] Rooms);

/// <summary>The seq of the last event by room, without rooms that the user isn't in.</summary>
internal sealed record PresenceLease(Dictionary<string, long>? Heads);

internal sealed record NotificationTarget(string? UserId = null, string? Login = null, string? RoomId = null);

internal sealed record NotificationRequest(NotificationTarget To, string Text, JsonElement? Data, string? ClientMessageId = null);

internal sealed record Nothing;
