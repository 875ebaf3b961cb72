using ChatFunctions.Http;
using FluentValidation;

namespace ChatFunctions.Messages;

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
