using ChatFunctions.Http;
using ChatFunctions.Presence;
using ChatFunctions.RoomLog;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Accounts.Export;

/// <summary>Writes everything stored about a user, but for secrets and what others wrote.</summary>
internal sealed class AccountExport(OwnData data, UserStore users, SessionStore sessions, RoomStore store, LeaseStore leases, TimeProvider clock)
{
    /// <returns>The document, which is read from storage while it is sent; 401 when the account is gone.</returns>
    public async Task<Outcome<IResult>> OfAsync(Caller caller, CancellationToken cancellationToken) =>
        await users.ProfileAsync(caller.UserId, cancellationToken) is { } profile ? new Document(this, caller, profile) : Refusal.Unauthorized;

    private async Task WriteAsync(JsonStream json, Caller caller, ProfileRow profile, CancellationToken cancellationToken)
    {
        await json.WriteAsync(clock.GetUtcNow(), "exportedAt");
        await json.WriteAsync(profile.ToUser(withLogin: true), "user");
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
        await json.ArrayAsync("notifications", data.NotificationsAsync(caller.UserId, cancellationToken), row => json.WriteAsync(row.ToNotification()));
        await json.ArrayAsync(
            "rooms", data.RoomIdsAsync(caller.UserId, cancellationToken), roomId => json.ObjectAsync(() => WriteRoomAsync(json, caller.UserId, roomId, cancellationToken)));
    }

    private async Task WriteRoomAsync(JsonStream json, string userId, string roomId, CancellationToken cancellationToken)
    {
        var head = store.HeadAsync(roomId, cancellationToken);
        var member = store.FindAsync<MemberRow>(roomId, RoomKeys.Member(userId), cancellationToken);
        await Task.WhenAll(head, member);
        await json.WriteAsync(ExportedRoom.Of(roomId, await head, await member), "room");
        await json.ArrayAsync("messages", data.MessagesAsync(roomId, userId, cancellationToken), row => json.WriteAsync(row.ToMessage()));
        await json.ArrayAsync("invitations", await data.InvitationsAsync(roomId, userId, cancellationToken), row => json.WriteAsync(ExportedInvitation.Of(row)));
        await json.ArrayAsync("events", data.ChangesAsync(roomId, userId, cancellationToken), row => json.WriteAsync(row.ToEvent(message: null)));
    }

    /// <summary>One that fails while it is sent ends without its end, so that nobody takes a part for the whole.</summary>
    private sealed class Document(AccountExport export, Caller caller, ProfileRow profile) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var (response, cancellationToken) = (httpContext.Response, httpContext.RequestAborted);
            response.ContentType = "application/json; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            response.Headers.ContentDisposition = "attachment; filename=\"chat-export.json\"";
            using var json = new JsonStream(response.BodyWriter, cancellationToken);
            await json.ObjectAsync(() => export.WriteAsync(json, caller, profile, cancellationToken));
            await json.CompleteAsync();
        }
    }
}
