using System.Globalization;
using System.Text.Json;
using ChatFunctions.Accounts;
using ChatFunctions.Live;
using ChatFunctions.Notifications;
using ChatFunctions.Rooms.Commands;

namespace ChatFunctions.Reports;

/// <summary>Reports of messages to a room's admins, who delete the message or dismiss its reports.</summary>
internal sealed class ReportFunctions(
    RoomAppender appender, RoomAccess access, RoomStore store, UserStore users, NotificationService notifications)
{
    private const string All = "rooms/{roomId}/reports";

    /// <summary>The most admins who are notified of a report.</summary>
    private const int MostNotified = 50;

    [Function("ReportMessage")]
    public Task<LiveResponse> Report(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/messages/{seq}/report")] HttpRequest request, string roomId, long seq, CancellationToken cancellationToken) =>
        request.ReadAsync<ReportMessageRequest, ReportMessageValidator>(cancellationToken)
            .Then(body => appender.AppendAsync(roomId, new ReportMessage(Actor.Of(request.Caller()), seq, body.Reason!.Trim())))
            .Then(async appended => (Outcome<LiveResponse>)new LiveResponse
            {
                Response = JsonAnswer.Ok(appended.Message!),
                Messages = await NotifyAsync(request.Caller(), appended.Head!, appended.Message!, CancellationToken.None),
            })
            .ToLive(response => response);

    [AllowServer]
    [Function("ListReports")]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = All)] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.IdPage()
            .Then(page => PageAsync(request.Caller(), roomId, page, cancellationToken))
            .ToResult(TypedResults.Ok);

    [AllowServer]
    [Function("DismissReports")]
    public Task<IResult> Dismiss(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = All + "/{seq}")] HttpRequest request, string roomId, long seq) =>
        appender.AppendAsync(roomId, new DismissReports(Actor.Of(request.Caller()), seq)).ToResult(_ => TypedResults.NoContent());

    /// <summary>Notifies the room's admins, except the sender, once as long as the message has open reports.</summary>
    /// <returns>The live messages. Those of an earlier, interrupted report are repeated.</returns>
    private async Task<SignalRMessageAction[]> NotifyAsync(Caller caller, RoomHead head, Message message, CancellationToken cancellationToken)
    {
        if (head.Kind == RoomKind.Direct || await store.FindAsync<ReportsRow>(head.RoomId, RoomKeys.Reports(message.Seq), cancellationToken) is not { } reports)
        {
            return [];
        }

        var members = await store.MembersAsync(head.RoomId, afterUserId: null, Limits.MembersPerRoom, cancellationToken);
        var admins = members
            .Where(member => Permissions.Allow(head.Kind, member.Role, RoomAction.Moderate) && member.UserId != message.Sender.Id && member.UserId != caller.UserId)
            .OrderBy(member => member.Role).Take(MostNotified).ToArray();
        var data = JsonSerializer.SerializeToElement(new ReportNotice("report", head.RoomId, message.Seq), ChatJson.Options);
        var id = string.Create(CultureInfo.InvariantCulture, $"report:{head.RoomId}:{message.Seq}:{reports.Read()[0].At.UtcTicks}");
        var sent = await admins.SelectParallelAsync(
            (admin, token) => notifications.SendAsync(new SendNotificationRequest(new NotificationTarget(admin.UserId, null, null), $"A message in {head.Name} was reported.", data, id), token),
            cancellationToken);
        return [.. sent.Where(one => one.Refusal is null).SelectMany(one => one.Value.Messages)];
    }

    /// <returns>Reported messages, newest first. Those of the caller are left out, so a page can be short.</returns>
    private async Task<Outcome<Page<ReportedMessage>>> PageAsync(Caller caller, string roomId, IdPage wanted, CancellationToken cancellationToken)
    {
        var to = long.MaxValue - 1;
        if (wanted.After is { } after && !(long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out to) && --to >= 0))
        {
            return Refusal.InvalidCursor;
        }

        var membership = await access.CheckAsync(caller.UserId, roomId, RoomAction.Moderate, cancellationToken);
        if (membership.Refusal is { } refusal)
        {
            return refusal;
        }

        var found = await store.ReportsAsync(roomId, to, wanted.Limit + 1, cancellationToken);
        var page = found.Take(wanted.Limit).ToList();
        var messages = await page.SelectParallelAsync((row, token) => store.FindAsync<MessageRow>(roomId, RoomKeys.Message(row.Seq), token), cancellationToken);
        var userIds = page.SelectMany(row => row.Read()).Select(report => report.UserId).Distinct().ToArray();
        var profiles = (await userIds.SelectParallelAsync(users.ProfileAsync, cancellationToken)).OfType<ProfileRow>().ToDictionary(profile => profile.UserId, profile => profile.ToRef());
        return new Page<ReportedMessage>(
            [
                .. page.Zip(messages).Where(one => one.Second is { Reported: true } message && (message.SenderId != caller.UserId || caller.UserId == Caller.SystemName)).Select(one => new ReportedMessage(
                    one.Second!.ToMessage(),
                    [.. one.First.Read().Select(report => new Report(profiles.GetValueOrDefault(report.UserId) ?? new UserRef(report.UserId, ""), report.Reason, report.At))])),
            ],
            found.Count > wanted.Limit ? page[^1].Seq.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>The data of the notification of a report.</summary>
    private sealed record ReportNotice(string Type, string RoomId, long MessageSeq);
}

/// <summary>Body of <c>POST /rooms/{roomId}/messages/{seq}/report</c>.</summary>
/// <param name="Reason">One line of 1 to <see cref="Limits.ReportReasonLength"/> characters.</param>
public sealed record ReportMessageRequest(string? Reason);

internal sealed class ReportMessageValidator : AbstractValidator<ReportMessageRequest>
{
    public ReportMessageValidator() => RuleFor(report => report.Reason).SetValidator(new NameValidator<ReportMessageRequest>(Limits.ReportReasonLength));
}

/// <summary>A message with its open reports, oldest first.</summary>
/// <param name="Message">In its current state, without <see cref="Message.Read"/>.</param>
public sealed record ReportedMessage(Message Message, IReadOnlyList<Report> Reports);

/// <summary>A report of a message. Only admins and back ends see it.</summary>
/// <param name="User">The user who reported it.</param>
public sealed record Report(UserRef User, string Reason, DateTimeOffset ReportedAt);
