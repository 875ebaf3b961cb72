using FluentValidation;

namespace ChatFunctions.Messages;

/// <summary>How far a member has read; the argument of the live message <c>read</c>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">The member.</param>
/// <param name="Seq">Everything up to here is read.</param>
public sealed record ReadMarker(string RoomId, string UserId, long Seq);

/// <summary>Body of <c>PUT /rooms/{roomId}/read</c>.</summary>
/// <param name="Seq">The seq of any event up to the room's head.</param>
public sealed record MarkReadRequest(long? Seq);

internal sealed class MarkReadValidator : AbstractValidator<MarkReadRequest>
{
    public MarkReadValidator() => RuleFor(request => request.Seq).NotNull().GreaterThan(0);
}
