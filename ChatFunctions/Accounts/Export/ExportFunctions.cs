using ChatFunctions.Live;
using ChatFunctions.Notifications;
using ChatFunctions.Rooms.Lists;

namespace ChatFunctions.Accounts.Export;

/// <summary>Writes everything stored about a user, except secrets and texts of others.</summary>
internal sealed class ExportFunctions(
    UserStore users,
    Sessions sessions,
    Blocks blocks,
    NotificationStore notifications,
    LeaseStore leases,
    JoinedRoomIndex joined,
    UserRoomStore userRooms,
    RoomStore store,
    RoomRows rows,
    TimeProvider clock)
{
    private const int PageSize = Limits.MaxPageSize;

    /// <summary>
    /// Everything stored about the caller as one JSON document, sent while it is read: profile, presence, sessions, blocked users, notifications and, for
    /// every room the caller has ever been in, the membership, the caller's messages, invitations and open reports, and the events by or about the
    /// caller. It contains no secrets and no texts of others.
    /// </summary>
    [Function("ExportMe")]
    public Task<IResult> Export(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "me/export")] HttpRequest request, CancellationToken cancellationToken) =>
        OfAsync(request.Caller(), cancellationToken).ToResult(document => document);

    /// <returns>The document, which is read from storage while it is sent; 401 if the account is gone.</returns>
    private async Task<Outcome<IResult>> OfAsync(Caller caller, CancellationToken cancellationToken) =>
        await users.ProfileAsync(caller.UserId, cancellationToken) is { } profile ? new Document(this, caller, profile) : Refusal.Unauthorized;

    private async Task WriteAsync(JsonStream json, Caller caller, ProfileRow profile, CancellationToken cancellationToken)
    {
        await json.WriteAsync(clock.GetUtcNow(), "exportedAt");
        await json.WriteAsync(profile.ToOwnUser(), "user");
        if (profile.OtherName is { } name)
        {
            await json.WriteAsync(name, "formerUsername");
        }

        if (await leases.FindAsync(caller.UserId, cancellationToken) is { } lease)
        {
            await json.WriteAsync(new ExportedPresence(lease.Since, lease.ExpiresAt), "presence");
        }

        await json.ArrayAsync(
            "sessions", sessions.AllAsync(caller.UserId, afterId: null, cancellationToken), row => json.WriteAsync(OpenSession.Of(row, caller.SessionId)));
        await json.ArrayAsync(
            "blocks",
            PagesAsync<BlockRow>(last => blocks.RowsAsync(caller.UserId, last?.UserId, PageSize, cancellationToken)),
            row => json.WriteAsync(new ExportedBlock(row.UserId, row.BlockedAt)));
        await json.ArrayAsync(
            "notifications",
            PagesAsync<NotificationRow>(last => notifications.AllAsync(caller.UserId, last?.Id, PageSize, cancellationToken)),
            row => json.WriteAsync(row.ToNotification()));
        await json.ArrayAsync(
            "rooms",
            PagesAsync<string>(last => joined.ReadAsync(caller.UserId, last, PageSize, cancellationToken)),
            roomId => json.ObjectAsync(() => WriteRoomAsync(json, caller.UserId, roomId, cancellationToken)));
    }

    private async Task WriteRoomAsync(JsonStream json, string userId, string roomId, CancellationToken cancellationToken)
    {
        var head = store.HeadAsync(roomId, cancellationToken);
        var member = store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken);
        var restriction = store.FindAsync<RestrictionRow>(roomId, RoomKeys.Restriction(userId), cancellationToken);
        var listed = userRooms.FindAsync(userId, roomId, cancellationToken);
        await Task.WhenAll(head, member, restriction, listed);
        await json.WriteAsync(ExportedRoom.Of(roomId, await head, await member, await restriction, await listed), "room");
        await json.ArrayAsync(
            "messages",
            PagesAsync<MessageRow>(last => rows.MessagesAsync(roomId, 1, (last?.Seq ?? long.MaxValue) - 1, PageSize, userId, cancellationToken)),
            row => json.WriteAsync(row.ToMessage()));
        var invitations = await rows.InvitationsAsync(roomId, 2 * Limits.InvitationsPerRoom, cancellationToken);
        await json.ArrayAsync("invitations", invitations.Where(row => row.CreatedBy == userId).ToAsyncEnumerable(), row => json.WriteAsync(ExportedInvitation.Of(row)));
        await json.ArrayAsync(
            "events",
            PagesAsync<ChangeRow>(last => rows.NamingAsync(roomId, userId, (last?.Seq ?? long.MaxValue) - 1, PageSize, cancellationToken)),
            row => json.WriteAsync(row.ToEvent(message: null)));
        await json.ArrayAsync(
            "reports",
            PagesAsync<ReportsRow>(last => rows.ReportsAsync(roomId, (last?.Seq ?? long.MaxValue) - 1, PageSize, cancellationToken))
                .Select(row => ExportedReport.Of(row, userId)).OfType<ExportedReport>(),
            report => json.WriteAsync(report));
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

    /// <summary>A document that fails while it is sent is incomplete JSON, so that it isn't mistaken for a complete one.</summary>
    private sealed class Document(ExportFunctions export, Caller caller, ProfileRow profile) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var (response, cancellationToken) = (httpContext.Response, httpContext.RequestAborted);
            response.ContentType = "application/json; charset=utf-8";
            response.Headers.ContentDisposition = "attachment; filename=\"chat-export.json\"";
            using var json = new JsonStream(response.BodyWriter, cancellationToken);
            await json.ObjectAsync(() => export.WriteAsync(json, caller, profile, cancellationToken));
            await json.CompleteAsync();
        }
    }
}

/// <summary>A room in an export, followed by the user's messages there. A room that the user has left shows only its id and the user's restriction.</summary>
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
