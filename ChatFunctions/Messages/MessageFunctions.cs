using System.Globalization;
using ChatFunctions.Http;
using ChatFunctions.RateLimits;
using ChatFunctions.Realtime;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Messages;

internal sealed class MessageFunctions(
    MessageService messages, IValidator<SendMessageRequest> one, IValidator<SendBatchRequest> several, IValidator<EditMessageRequest> edit)
{
    private const string OneMessage = "rooms/{roomId}/messages/{seq}";
    private const string OneReaction = OneMessage + "/reactions/{emoji}";

    [RateLimit(RateLimit.Sends)]
    [Function("SendMessage")]
    public Task<LiveResponse> Send(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/messages")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync(one, cancellationToken)
            .Then(body => messages.SendAsync(request.Caller(), roomId, [body], cancellationToken))
            .ToLive(appended => Live.Of(roomId, appended, appended.Sent[0] is { Replayed: true } earlier
                ? JsonAnswer.Ok(earlier.Message)
                : JsonAnswer.Created($"/api/rooms/{roomId}/messages/{appended.Sent[0].Message.Seq}", appended.Sent[0].Message)));

    [RateLimit(RateLimit.Sends)]
    [Function("SendBatch")]
    public Task<LiveResponse> SendBatch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/messages/batch")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync(several, cancellationToken)
            .Then(body => messages.SendAsync(request.Caller(), roomId, body.Messages!, cancellationToken))
            .ToLive(appended => Live.Of(roomId, appended, JsonAnswer.Created(location: null, new SentBatch([.. appended.Sent.Select(sent => sent.Message)]))));

    [Function("GetMessage")]
    public Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = OneMessage)] HttpRequest request, string roomId, long seq, CancellationToken cancellationToken) =>
        messages.GetAsync(request.Caller(), roomId, seq, cancellationToken).ToResult(TypedResults.Ok);

    [Function("EditMessage")]
    public Task<LiveResponse> Edit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = OneMessage)] HttpRequest request, string roomId, long seq, CancellationToken cancellationToken) =>
        request.IfMatch()
            .Then(version => request.ReadAsync(edit, cancellationToken)
                .Then(body => messages.EditAsync(request.Caller(), roomId, seq, body.Text!, version)))
            .ToLive(appended => Live.OfChange(roomId, appended));

    [Function("DeleteMessage")]
    public Task<LiveResponse> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = OneMessage)] HttpRequest request, string roomId, long seq) =>
        request.IfMatch()
            .Then(version => messages.DeleteAsync(request.Caller(), roomId, seq, version))
            .ToLive(appended => Live.OfChange(roomId, appended));

    [Function("AddReaction")]
    public Task<LiveResponse> AddReaction(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = OneReaction)] HttpRequest request, string roomId, long seq, string emoji) =>
        messages.ReactAsync(request.Caller(), roomId, seq, emoji, on: true).ToLive(appended => Live.OfChange(roomId, appended));

    [Function("RemoveReaction")]
    public Task<LiveResponse> RemoveReaction(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = OneReaction)] HttpRequest request, string roomId, long seq, string emoji) =>
        messages.ReactAsync(request.Caller(), roomId, seq, emoji, on: false).ToLive(appended => Live.OfChange(roomId, appended));
}

/// <summary>Body of <c>POST /rooms/{roomId}/messages</c>.</summary>
/// <param name="Text">1 to <see cref="Limits.TextBytes"/> UTF-8 bytes after trimming.</param>
/// <param name="ClientMessageId">The sender's own id for it. Sent again with the same one, however often and late, it is stored once.</param>
/// <param name="ReplyTo">The seq of the message that it answers.</param>
public sealed record SendMessageRequest(string? Text, string? ClientMessageId, long? ReplyTo);

/// <summary>Body of <c>POST /rooms/{roomId}/messages/batch</c>: 1 to <see cref="Limits.BatchMessages"/> messages, all or none.</summary>
public sealed record SendBatchRequest(IReadOnlyList<SendMessageRequest>? Messages);

/// <summary>Body of <c>PATCH /rooms/{roomId}/messages/{seq}</c>.</summary>
public sealed record EditMessageRequest(string? Text);

internal sealed class SendMessageValidator : AbstractValidator<SendMessageRequest>
{
    public SendMessageValidator()
    {
        RuleFor(message => message.Text).MessageText();
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
    public EditMessageValidator() => RuleFor(message => message.Text).MessageText();
}

internal static class MessageRules
{
    public static IRuleBuilderOptions<T, string?> ClientMessageId<T>(this IRuleBuilder<T, string?> rule, int least = 1) => rule
        .Length(least, Limits.ClientMessageIdLength)
        .Matches("^[A-Za-z0-9._:-]*$(?!\\n)").WithMessage("Use only letters, digits, or . _ : -");

    public static IRuleBuilderOptions<T, string?> MessageText<T>(this IRuleBuilder<T, string?> rule) => rule
        .SetValidator(new Utf8LengthValidator<T>(Limits.TextBytes))
        .Must(text => text is null || !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
        .WithMessage("Control characters other than line breaks and tabs aren't allowed.");
}

internal static class IfMatchHeader
{
    /// <summary>The version in <c>If-Match: "3"</c>.</summary>
    /// <returns>Null where the header is absent or <c>*</c>; 400 where it is something else.</returns>
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
