using System.Text.Json;
using ChatFunctions.Messages;
using FluentValidation;

namespace ChatFunctions.Notifications;

/// <summary>Body of <c>POST /notifications</c>.</summary>
/// <param name="To">Whom it is for.</param>
/// <param name="Text">1 to <see cref="Limits.TextBytes"/> UTF-8 bytes after trimming.</param>
/// <param name="Data">A JSON object of <see cref="Limits.NotificationDataBytes"/> at most, handed on to the user's clients. Not for a room.</param>
/// <param name="ClientMessageId">The back end's own id for it. Sent again to the same user or room with the same one, it is stored once.</param>
public sealed record SendNotificationRequest(NotificationTarget? To, string? Text, JsonElement? Data, string? ClientMessageId);

/// <summary>Whom a notification is for: exactly one of these.</summary>
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
