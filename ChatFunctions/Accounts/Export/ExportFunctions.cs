using ChatFunctions.Live;
using ChatFunctions.Notifications;
using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Accounts.Export;

/// <summary>Everything stored about a user, except secrets and texts of others.</summary>
internal sealed class ExportFunctions(
    UserStore users,
    Sessions sessions,
    Blocks blocks,
    NotificationStore notifications,
    LeaseStore leases,
    JoinedRoomIndex joined,
    UserRoomStore userRooms,
    RoomStore store,
    TimeProvider clock)
{
    private const int PageSize = Limits.MaxPageSize;

    /// <summary>
    /// Everything stored about the caller as one JSON document, read from storage while it is sent, so that memory use doesn't grow with it. If that
    /// fails, the document is incomplete JSON, so that it isn't mistaken for a complete one.
    /// </summary>
    [Function("ExportMe")]
    public Task<IResult> Export(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "me/export")] HttpRequest request, CancellationToken cancellationToken) =>
        OfAsync(request.Caller(), cancellationToken).ToResult(account =>
        {
            request.HttpContext.Response.Headers.ContentDisposition = "attachment; filename=\"chat-export.json\"";
            return TypedResults.Ok(account);
        });

    /// <returns>401 if the account is gone.</returns>
    private async Task<Outcome<ExportedAccount>> OfAsync(Caller caller, CancellationToken cancellationToken)
    {
        var (profile, lease) = await BoundedRequests.BothAsync(users.ProfileAsync(caller.UserId, cancellationToken), leases.FindAsync(caller.UserId, cancellationToken));
        return profile is null ? Refusal.Unauthorized : new ExportedAccount(
            clock.GetUtcNow(),
            profile.ToOwnUser(),
            profile.OtherName,
            lease is null ? null : new ExportedPresence(lease.Since, lease.ExpiresAt),
            sessions.AllAsync(caller.UserId, afterId: null, cancellationToken).Select(row => OpenSession.Of(row, caller.SessionId)),
            PagesAsync<BlockRow>(last => blocks.RowsAsync(caller.UserId, last?.UserId, PageSize, cancellationToken)).Select(row => new ExportedBlock(row.UserId, row.BlockedAt)),
            PagesAsync<NotificationRow>(last => notifications.AllAsync(caller.UserId, last?.Id, PageSize, cancellationToken)).Select(row => row.ToNotification()),
            PagesAsync<string>(last => joined.ReadAsync(caller.UserId, last, PageSize, cancellationToken))
                .Select(async (string roomId, CancellationToken token) => await ContentsAsync(caller.UserId, roomId, token)));
    }

    private async Task<ExportedRoomContents> ContentsAsync(string userId, string roomId, CancellationToken cancellationToken)
    {
        var head = store.HeadAsync(roomId, cancellationToken);
        var member = store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken);
        var restriction = store.FindAsync<RestrictionRow>(roomId, RoomKeys.Restriction(userId), cancellationToken);
        var listed = userRooms.FindAsync(userId, roomId, cancellationToken);
        var invitations = store.InvitationsAsync(roomId, 2 * Limits.InvitationsPerRoom, cancellationToken);
        await Task.WhenAll(head, member, restriction, listed, invitations);
        return new ExportedRoomContents(
            ExportedRoom.Of(roomId, await head, await member, await restriction, await listed),
            PagesAsync<MessageRow>(last => store.MessagesAsync(roomId, 1, (last?.Seq ?? long.MaxValue) - 1, PageSize, userId, cancellationToken)).Select(row => row.ToMessage()),
            [.. (await invitations).Where(row => row.CreatedBy == userId).Select(ExportedInvitation.Of)],
            PagesAsync<ChangeRow>(last => store.NamingAsync(roomId, userId, (last?.Seq ?? long.MaxValue) - 1, PageSize, cancellationToken)).Select(row => row.ToEvent(message: null)),
            PagesAsync<ReportsRow>(last => store.ReportsAsync(roomId, (last?.Seq ?? long.MaxValue) - 1, PageSize, cancellationToken))
                .Select(row => ExportedReport.Of(row, userId)).OfType<ExportedReport>());
    }

    /// <param name="read">Reads the page after an element; null: the first page.</param>
    private static async IAsyncEnumerable<T> PagesAsync<T>(Func<T?, Task<List<T>>> read)
        where T : class
    {
        List<T> page;
        T? last = null;
        do
        {
            page = await read(last);
            foreach (var item in page)
            {
                yield return last = item;
            }
        }
        while (page.Count == PageSize);
    }
}

/// <summary>Everything that is stored about a user.</summary>
public sealed record ExportedAccount(
    DateTimeOffset ExportedAt,
    User User,
    string? FormerUsername,
    ExportedPresence? Presence,
    IAsyncEnumerable<OpenSession> Sessions,
    IAsyncEnumerable<ExportedBlock> Blocks,
    IAsyncEnumerable<Notification> Notifications,
    IAsyncEnumerable<ExportedRoomContents> Rooms);

/// <summary>What an export contains of a room.</summary>
/// <param name="Messages">The user's messages.</param>
/// <param name="Invitations">The invitations that the user created.</param>
/// <param name="Events">Other events that the user caused or that concern the user.</param>
public sealed record ExportedRoomContents(
    ExportedRoom Room,
    IAsyncEnumerable<Message> Messages,
    IReadOnlyList<ExportedInvitation> Invitations,
    IAsyncEnumerable<RoomChange> Events,
    IAsyncEnumerable<ExportedReport> Reports);

/// <summary>A room in an export. One that the user has left shows only its id and the user's restriction.</summary>
public sealed record ExportedRoom(string Id)
{
    public string? Name { get; init; }

    public RoomKind? Kind { get; init; }

    /// <summary>After leaving: the role on return, if it isn't the room's default.</summary>
    public Role? Role { get; init; }

    public DateTimeOffset? BannedAt { get; init; }

    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>The seq up to which the user has read.</summary>
    public long? ReadSeq { get; init; }

    /// <summary>The seq at which the user hid the room.</summary>
    public long? HiddenSeq { get; init; }

    /// <summary>The user's own settings of the room.</summary>
    public NotificationLevel? Level { get; init; }

    public bool? Favourite { get; init; }

    internal static ExportedRoom Of(string roomId, RoomHead? head, MemberRow? member, RestrictionRow? restriction, UserRoomRow? listed) => head is null || member is null
        ? new ExportedRoom(roomId) { Role = restriction?.WasReader is true ? Rooms.Log.Role.Reader : null, BannedAt = restriction?.BannedAt }
        : new ExportedRoom(roomId) { Name = head.Name, Kind = head.Kind, Role = member.Role, JoinedAt = member.JoinedAt, ReadSeq = member.ReadSeq, HiddenSeq = listed?.HiddenSeq > 0 ? listed.HiddenSeq : null, Level = listed?.Level, Favourite = listed?.Favourite };
}

/// <summary>An invitation that the user created, without its code, which is the room's secret.</summary>
public sealed record ExportedInvitation(DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, int? MaxUses, int Uses)
{
    internal static ExportedInvitation Of(InvitationRow row) => new(row.CreatedAt, row.ExpiresAt, row.MaxUses, row.Uses);
}

/// <summary>An open report of the user.</summary>
public sealed record ExportedReport(long MessageSeq, string Reason, DateTimeOffset ReportedAt)
{
    /// <returns>Null: the user has not reported the message.</returns>
    internal static ExportedReport? Of(ReportsRow row, string userId) => row.Of(userId) is { } report ? new(row.Seq, report.Reason, report.At) : null;
}

/// <summary>A user whom the user has blocked.</summary>
public sealed record ExportedBlock(string UserId, DateTimeOffset BlockedAt);

/// <summary>When the user last came online, and until when the user counts as online.</summary>
public sealed record ExportedPresence(DateTimeOffset Since, DateTimeOffset ExpiresAt);
