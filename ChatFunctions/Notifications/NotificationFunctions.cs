using ChatFunctions.Http;
using ChatFunctions.RateLimits;
using ChatFunctions.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Notifications;

internal sealed class NotificationFunctions(NotificationService notifications, NotificationInbox inbox, IValidator<SendNotificationRequest> sending)
{
    /// <summary>For back ends: who may call it, the Functions host decides by its keys, before anything here runs. No user's token opens it.</summary>
    [AllowAnonymous]
    [RateLimit(RateLimit.None)]
    [Function("SendNotification")]
    public Task<LiveResponse> Send(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "notifications")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync(sending, cancellationToken)
            .Then(body => notifications.SendAsync(body, cancellationToken))
            .ToLive(sent => new LiveResponse { Response = JsonAnswer.Accepted(new NotificationAccepted(sent.Id)), Messages = sent.Messages });

    [Function("ListNotifications")]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "notifications")] HttpRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(NotificationQuery.From(request))
            .Then(async query => (Outcome<Page<Notification>>)await inbox.PageAsync(request.Caller().UserId, query, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("CountUnreadNotifications")]
    public async Task<IResult> CountUnread(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "notifications/unread-count")] HttpRequest request, CancellationToken cancellationToken) =>
        TypedResults.Ok(await inbox.CountUnreadAsync(request.Caller().UserId, cancellationToken));

    [Function("MarkNotificationRead")]
    public Task<IResult> MarkRead(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "notifications/{id}/read")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        inbox.MarkReadAsync(request.Caller().UserId, id, cancellationToken).ToResult(_ => TypedResults.NoContent());
}
