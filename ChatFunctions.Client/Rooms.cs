namespace ChatFunctions.Client;

/// <summary>A room as the current user sees it.</summary>
/// <param name="Id">The room's id.</param>
/// <param name="Name">The room's name; empty for a direct room.</param>
/// <param name="Kind">One of <see cref="RoomKind"/>.</param>
/// <param name="MemberCount">The number of members.</param>
/// <param name="Head">The seq of the newest event.</param>
/// <param name="MyRole">The current user's <see cref="Role"/>; null if not a member.</param>
/// <param name="With">The other user of a direct room.</param>
/// <param name="DefaultRole">The role of users who join.</param>
/// <param name="CreatedBy">The id of the user who created the room.</param>
/// <param name="CreatedAt">When the room was created.</param>
/// <param name="LastMessage">The newest message, in the list of the user's rooms.</param>
/// <param name="UnreadCount">The number of unread messages, in the list of the user's rooms.</param>
/// <param name="MentionCount">The number of those that mention the current user or the room.</param>
/// <param name="Level">One of <see cref="NotificationLevel"/>, in the list of the user's rooms.</param>
/// <param name="Favourite">Whether clients list the room first.</param>
/// <param name="Topic">What the room is about; null: not set.</param>
/// <param name="Pins">The seqs of pinned messages, in the order of pinning; null: none.</param>
/// <param name="PictureUrl">The address of the room's picture, which expires after some hours; null: none.</param>
public sealed record Room(
    string Id,
    string Name,
    string Kind,
    int MemberCount,
    long Head,
    string? MyRole,
    UserRef? With,
    string? DefaultRole,
    string? CreatedBy,
    DateTimeOffset? CreatedAt,
    Message? LastMessage,
    long UnreadCount,
    int MentionCount = 0,
    string? Level = null,
    bool Favourite = false,
    string? Topic = null,
    IReadOnlyList<long>? Pins = null,
    string? PictureUrl = null) : ApiObject;

/// <summary>About which messages of a room clients notify the user.</summary>
public static class NotificationLevel
{
    public const string Everything = "everything";
    public const string Mentions = "mentions";
    public const string Nothing = "nothing";
}

/// <summary>The current user's own settings of a room.</summary>
/// <param name="Level">One of <see cref="NotificationLevel"/>.</param>
/// <param name="Favourite">Whether clients list the room first.</param>
public sealed record RoomPreferences(string Level, bool Favourite);

/// <summary>The kinds of rooms.</summary>
public static class RoomKind
{
    public const string Private = "private";
    public const string Public = "public";
    public const string Direct = "direct";
}

/// <summary>The roles of members.</summary>
public static class Role
{
    public const string Owner = "owner";
    public const string Admin = "admin";
    public const string Member = "member";
    public const string Reader = "reader";
}

/// <summary>A member of a room.</summary>
/// <param name="User">The user.</param>
/// <param name="Role">One of <see cref="Client.Role"/>.</param>
/// <param name="JoinedAt">When the membership began.</param>
/// <param name="ReadSeq">The seq up to which the member has read.</param>
public sealed record RoomMember(UserRef User, string Role, DateTimeOffset JoinedAt, long ReadSeq) : ApiObject;

/// <summary>A ban of a user from a room.</summary>
public sealed record Ban(UserRef User, DateTimeOffset BannedAt, UserRef BannedBy) : ApiObject;

/// <summary>An invitation to a room.</summary>
/// <param name="Code">The code to accept it with.</param>
/// <param name="Url">A link to the web client that accepts it.</param>
/// <param name="MaxUses">How many users can accept it; null: any number.</param>
/// <param name="Uses">How many users have accepted it.</param>
/// <param name="ExpiresAt">When it expires.</param>
public sealed record Invitation(string Code, string? Url, int? MaxUses, int Uses, DateTimeOffset? ExpiresAt) : ApiObject;

internal sealed record CreateRoomRequest(string Name, string? Kind, IEnumerable<string>? Members, string? DefaultRole, DateTimeOffset? CreatedAt);

internal sealed record PutDirectRoomRequest(DateTimeOffset CreatedAt);

internal sealed record UpdateRoomRequest(string? Name, string? DefaultRole, string? Topic);

internal sealed record PutMemberRequest(string? Role);

internal sealed record CreateInvitationRequest(int? MaxUses, int? ExpiresInHours);
