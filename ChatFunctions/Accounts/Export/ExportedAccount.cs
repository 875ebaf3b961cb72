using ChatFunctions.Notifications;
using ChatFunctions.RoomLog;

namespace ChatFunctions.Accounts.Export;

/// <summary>
/// The document that <see cref="AccountExport"/> writes piece by piece: everything stored about a user. It is never whole in memory; this
/// says what it looks like.
/// </summary>
/// <param name="ExportedAt">When the writing began.</param>
/// <param name="User">The account.</param>
/// <param name="FormerUsername">A name from before that may still be found.</param>
/// <param name="Presence">When the user was online the last time, if known.</param>
/// <param name="Sessions">Where the user is logged in.</param>
/// <param name="Notifications">Newest first.</param>
/// <param name="Rooms">Every room that the user has ever been in.</param>
public sealed record ExportedAccount(
    DateTimeOffset ExportedAt,
    User User,
    string? FormerUsername,
    ExportedPresence? Presence,
    IReadOnlyList<OpenSession> Sessions,
    IReadOnlyList<Notification> Notifications,
    IReadOnlyList<ExportedRoomContents> Rooms);

/// <summary>What an export has of one room.</summary>
/// <param name="Room">The room, and what the user is in it.</param>
/// <param name="Messages">What the user wrote, newest first.</param>
/// <param name="Invitations">Invitations that the user has made, in no particular order.</param>
/// <param name="Events">What else happened by the user or to the user, newest first.</param>
public sealed record ExportedRoomContents(
    ExportedRoom Room, IReadOnlyList<Messages.Message> Messages, IReadOnlyList<ExportedInvitation> Invitations, IReadOnlyList<RoomChange> Events);
