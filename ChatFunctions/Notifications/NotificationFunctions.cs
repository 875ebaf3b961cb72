using System.Text.Json;
using ChatFunctions.Live;
using ChatFunctions.Messages;
using Microsoft.AspNetCore.Authorization;

namespace ChatFunctions.Notifications;

internal sealed class NotificationFunctions(NotificationService notifications, NotificationStore store)
{
    private static readonly Refusal NotFound = new(404, "notification_not_found", "Notification not found.");

    /// <summary>For back ends. The Functions host checks the key before anything here runs; access tokens of users aren't accepted.</summary>
    [AllowAnonymous]
    [RateLimit(RateLimit.None)]
    [Function("SendNotification")]
    public Task<LiveResponse> Send(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "notifications")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<SendNotificationRequest, SendNotificationValidator>(cancellationToken)
            .Then(body => notifications.SendAsync(body, cancellationToken))
            .ToLive(sent => new LiveResponse { Response = JsonAnswer.Accepted(new NotificationAccepted(sent.Id)), Messages = sent.Messages });

    [Function("ListNotifications")]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "notifications")] HttpRequest request, CancellationToken cancellationToken) =>
        NotificationQuery.From(request)
            .Then(async query => (Outcome<Page<Notification>>)await store.PageAsync(request.Caller().UserId, query, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("CountUnreadNotifications")]
    public async Task<IResult> CountUnread(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "notifications/unread-count")] HttpRequest request, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.CountUnreadAsync(request.Caller().UserId, cancellationToken));

    [Function("MarkNotificationRead")]
    public async Task<IResult> MarkRead(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "notifications/{id}/read")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await store.TryMarkReadAsync(request.Caller().UserId, id, cancellationToken) ? TypedResults.NoContent() : Problem.Of(NotFound);
}

/// <summary>Selects a page of notifications, newest first.</summary>
/// <param name="After">The last id of the previous page; null: the first page.</param>
internal sealed record NotificationQuery(string? After, int Limit, bool Unread)
{
    public static Outcome<NotificationQuery> From(HttpRequest request)
    {
        var (page, unread) = (request.IdPage(), request.Flag("unread"));
        if ((page.Refusal ?? unread.Refusal) is { } refusal)
        {
            return refusal;
        }

        return page.Value.After is { } id && NotificationKeys.Key(id) is null ? Refusal.InvalidCursor : new NotificationQuery(page.Value.After, page.Value.Limit, unread.Value);
    }
}

/// <summary>Body of <c>POST /notifications</c>.</summary>
/// <param name="Data">A JSON object of <see cref="Limits.NotificationDataBytes"/> at most, handed on to the user's clients. Not for a room.</param>
/// <param name="ClientMessageId">The back end's own id for it. Sent again to the same user or room with the same one, it is stored once.</param>
public sealed record SendNotificationRequest(NotificationTarget? To, string? Text, JsonElement? Data, string? ClientMessageId);

/// <summary>The recipient of a notification: exactly one of these.</summary>
public sealed record NotificationTarget(string? UserId, string? Login, string? RoomId);

internal sealed class SendNotificationValidator : AbstractValidator<SendNotificationRequest>
{
    public SendNotificationValidator()
    {
        RuleFor(request => request.To)
            .Must(to => new[] { to?.UserId, to?.Login, to?.RoomId }.Count(target => target is not null) == 1)
            .WithMessage("Use exactly one of userId, login and roomId.");
        RuleFor(request => request.Text).MessageText();
        RuleFor(request => request.ClientMessageId).ClientMessageId();
        RuleFor(request => request.Data).Cascade(CascadeMode.Stop)
            .Must(data => data is null or { ValueKind: JsonValueKind.Object }).WithMessage("Use a JSON object.")
            .Must((request, data) => data is null || request.To?.RoomId is null).WithMessage("A notification to a room can't have data.")
            .Must(data => data is null || NotificationData.Write(data.Value) is not null).WithMessage(
                $"Use at most {Limits.NotificationDataBytes} bytes of UTF-8, at most {NotificationData.MaxDepth} levels deep, with valid Unicode.");
    }
}
