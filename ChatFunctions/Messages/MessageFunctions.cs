using System.Globalization;
using ChatFunctions.Accounts;
using ChatFunctions.Attachments;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Commands;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Messages;

/// <summary>Sending, changing and reading single messages. Each change is one command for the room log.</summary>
internal sealed class MessageFunctions(
    RoomAppender appender,
    RoomAccess access,
    RoomStore store,
    SendLimits limits,
    Uploads uploads,
    IOptions<AttachmentOptions> attachments,
    UserStore users,
    Ids ids)
{
    private const string OneMessage = "rooms/{roomId}/messages/{seq}";
    private const string OneReaction = OneMessage + "/reactions/{emoji}";

    [RateLimit(RateLimit.Sends)]
    [AllowServer]
    [Function("SendMessage")]
    public Task<LiveResponse> Send(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/messages")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync<SendMessageRequest, SendMessageValidator>(cancellationToken)
            .Then(body => SendAsync(request.Caller(), roomId, [body], cancellationToken))
            .ToLive(appended => LiveMessages.Of(roomId, appended, appended.Sent[0] is { Replayed: true } earlier
                ? JsonAnswer.Ok(earlier.Message)
                : JsonAnswer.Created($"/api/rooms/{roomId}/messages/{appended.Sent[0].Message.Seq}", appended.Sent[0].Message)));

    [RateLimit(RateLimit.Sends)]
    [AllowServer]
    [Function("SendBatch")]
    public Task<LiveResponse> SendBatch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/messages/batch")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync<SendBatchRequest, SendBatchValidator>(cancellationToken)
            .Then(body => SendAsync(request.Caller(), roomId, body.Messages!, cancellationToken))
            .ToLive(appended => LiveMessages.Of(roomId, appended, JsonAnswer.Created(location: null, new SentBatch([.. appended.Sent.Select(sent => sent.Message)]))));

    [AllowServer]
    [Function("GetMessage")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = OneMessage)] HttpRequest request, string roomId, long seq, CancellationToken cancellationToken)
    {
        var read = await BoundedRequests.BothAsync(
            access.ReadMarkersAsync(roomId, request.Caller().UserId, cancellationToken), store.FindAsync<MessageRow>(roomId, RoomKeys.Message(seq), cancellationToken));
        return read switch
        {
            ({ Refusal: { } refusal }, _) => Problem.Of(refusal),
            (var known, { } row) => TypedResults.Ok(known.Value.Mark(row.ToMessage())),
            _ => Problem.Of(MessageRefusals.NotFound),
        };
    }

    [AllowServer]
    [Function("EditMessage")]
    public Task<LiveResponse> Edit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = OneMessage)] HttpRequest request, string roomId, long seq, CancellationToken cancellationToken) =>
        request.IfMatch()
            .Then(version => request.ReadAsync<EditMessageRequest, EditMessageValidator>(cancellationToken)
                .Then(body => appender.AppendAsync(roomId, new EditMessage(Actor.Of(request.Caller()), ids.NewId(), seq, VisibleText.Trim(body.Text!), version))))
            .ToLive(appended => LiveMessages.OfChange(roomId, appended));

    [AllowServer]
    [Function("DeleteMessage")]
    public Task<LiveResponse> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = OneMessage)] HttpRequest request, string roomId, long seq) =>
        request.IfMatch()
            .Then(version => appender.AppendAsync(roomId, new DeleteMessage(Actor.Of(request.Caller()), ids.NewId(), seq, version)))
            .ToLive(appended => LiveMessages.OfChange(roomId, appended));

    [Function("AddReaction")]
    public Task<LiveResponse> AddReaction(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = OneReaction)] HttpRequest request, string roomId, long seq, string emoji) =>
        ReactAsync(request.Caller(), roomId, seq, emoji, on: true, other: null).ToLive(appended => LiveMessages.OfChange(roomId, appended));

    [AllowServer]
    [Function("RemoveReaction")]
    public Task<LiveResponse> RemoveReaction(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = OneReaction)] HttpRequest request, string roomId, long seq, string emoji, CancellationToken cancellationToken) =>
        OtherAsync(request, cancellationToken)
            .Then(other => ReactAsync(request.Caller(), roomId, seq, emoji, on: false, other))
            .ToLive(appended => LiveMessages.OfChange(roomId, appended));

    /// <returns>The user in the query whose reaction is to be removed; null: the caller's own; 400 if it can't be an id.</returns>
    private async Task<Outcome<UserRef?>> OtherAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.Query.TryGetValue("userId", out var query) || query == request.Caller().UserId)
        {
            return (UserRef?)null;
        }

        var userId = query.ToString();
        return Ids.IsPlausible(userId)
            ? (await users.ProfileAsync(userId, cancellationToken))?.ToRef() ?? new UserRef(userId, "")
            : Refusal.Invalid("userId", "This isn't a user ID.");
    }

    private async Task<Outcome<Appended>> SendAsync(Caller caller, string roomId, IReadOnlyList<SendMessageRequest> messages, CancellationToken cancellationToken)
    {
        if (messages.Sum(message => message.Attachments?.Count ?? 0) > attachments.Value.MaxPerMessage)
        {
            return Refusal.Invalid("attachments", $"Use at most {attachments.Value.MaxPerMessage} attachments.");
        }

        if (await limits.RefuseAsync(caller, roomId, messages.Count, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var drafts = new List<Draft>(messages.Count);
        foreach (var message in messages)
        {
            var files = await uploads.CheckAsync(caller, roomId, message.Attachments, cancellationToken);
            drafts.Add(new Draft(ids.NewId(), VisibleText.Trim(message.Text ?? ""), message.ClientMessageId, message.ReplyTo, files));
        }

        var appended = await appender.AppendAsync(roomId, new SendMessages(Actor.Of(caller), drafts));
        if (appended.Refusal is null)
        {
            limits.Count(roomId, appended.Value.Sent.Count(sent => !sent.Replayed));
        }

        return appended;
    }

    private Task<Outcome<Appended>> ReactAsync(Caller caller, string roomId, long seq, string emoji, bool on, UserRef? other) =>
        Emoji.Check(emoji).Then(valid => appender.AppendAsync(roomId, new SetReaction(Actor.Of(caller), ids.NewId(), seq, valid, on, other)));
}

/// <summary>Body of <c>POST /rooms/{roomId}/messages</c>.</summary>
/// <param name="Text">1 to <see cref="Limits.TextBytes"/> UTF-8 bytes after trimming; can be absent with attachments.</param>
/// <param name="ClientMessageId">The sender's own id. Repeated sends with the same id store one message.</param>
/// <param name="ReplyTo">The seq of the message that it replies to.</param>
/// <param name="Attachments">The tokens of uploaded files, at most <see cref="AttachmentOptions.MaxPerMessage"/>.</param>
public sealed record SendMessageRequest(string? Text, string? ClientMessageId, long? ReplyTo, IReadOnlyList<string>? Attachments = null);

/// <summary>Body of <c>POST /rooms/{roomId}/messages/batch</c>: 1 to <see cref="Limits.BatchMessages"/> messages, stored atomically.</summary>
public sealed record SendBatchRequest(IReadOnlyList<SendMessageRequest>? Messages);

/// <summary>Body of <c>PATCH /rooms/{roomId}/messages/{seq}</c>.</summary>
public sealed record EditMessageRequest(string? Text);

internal sealed class SendMessageValidator : AbstractValidator<SendMessageRequest>
{
    public SendMessageValidator()
    {
        RuleFor(message => message.Text).MessageText().FewMentions().Unless(message => message is { Text: null, Attachments.Count: > 0 });
        RuleFor(message => message.ClientMessageId).ClientMessageId();
        RuleFor(message => message.ReplyTo).GreaterThan(0);
    }
}

internal sealed class SendBatchValidator : AbstractValidator<SendBatchRequest>
{
    public SendBatchValidator()
    {
        RuleFor(batch => batch.Messages).SetValidator(new CountValidator<SendBatchRequest, SendMessageRequest>(Limits.BatchMessages, "messages"));
        RuleForEach(batch => batch.Messages).NotNull().SetValidator(new SendMessageValidator());
    }
}

internal sealed class EditMessageValidator : AbstractValidator<EditMessageRequest>
{
    public EditMessageValidator() => RuleFor(message => message.Text).MessageText().FewMentions();
}

internal static class MessageRules
{
    public static IRuleBuilderOptions<T, string?> MessageText<T>(this IRuleBuilder<T, string?> rule) => rule.SetValidator(new MessageTextValidator<T>(Limits.TextBytes));

    public static IRuleBuilderOptions<T, string?> FewMentions<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || Mentions.In(text).Count <= Limits.MentionsPerMessage)
        .WithMessage($"Mention at most {Limits.MentionsPerMessage} users.");
}

internal static class IfMatchHeader
{
    /// <summary>The version in <c>If-Match: "3"</c>.</summary>
    /// <returns>Null if the header is absent or <c>*</c>; 400 if it isn't a version.</returns>
    public static Outcome<int?> IfMatch(this HttpRequest request)
    {
        var value = request.Headers.IfMatch.ToString();
        if (value is "" or "*")
        {
            return (int?)null;
        }

        return int.TryParse(value.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : Refusal.Invalid("If-Match", "Use the message's version in quotes, such as \"3\".");
    }
}

/// <summary>The answer of <c>POST /rooms/{roomId}/messages/batch</c>: the messages in the order sent.</summary>
public sealed record SentBatch(IReadOnlyList<Message> Items);

/// <summary>Limits sends by user and by room. An attempt costs the user a token for each message, and a message that is stored costs the room one, so strangers can't exhaust a room.</summary>
internal sealed class SendLimits(RateLimiters limiters, RoomAccess access, ILogger<SendLimits> logger)
{
    /// <param name="caller">The sender. A back end takes from the bucket of its key instead of the user's.</param>
    /// <returns>Null: the messages can be sent; otherwise 429 <c>rate_limited</c>.</returns>
    public async Task<Refusal?> RefuseAsync(Caller caller, string roomId, int messages, CancellationToken cancellationToken)
    {
        if (!limiters.Enabled)
        {
            return null;
        }

        var byUser = caller.ApiKeyId is null ? limiters[RateLimit.Sends].Take(caller.UserId, messages) : null;
        var byRoom = byUser is null ? limiters[RateLimit.RoomSends].RefuseIfEmpty(roomId) : null;
        if ((byUser ?? byRoom) is not { } refusal)
        {
            return null;
        }

        logger.SentTooFast(roomId, caller.UserId, messages);

        // Refusing a non-member because the room is busy would reveal that it exists.
        return byRoom is null ? refusal : (await access.CheckAsync(caller.UserId, roomId, RoomAction.Read, cancellationToken)).Refusal ?? refusal;
    }

    /// <summary>Counts messages that were stored.</summary>
    public void Count(string roomId, int messages)
    {
        if (limiters.Enabled && messages > 0)
        {
            limiters[RateLimit.RoomSends].TakeUpTo(roomId, messages);
        }
    }
}
