using FluentValidation;

namespace ChatFunctions.Rooms.Members;

/// <summary>Body of <c>PUT /rooms/{roomId}/members/{userId}</c>.</summary>
/// <param name="Role">Absent: member for somebody new, and whatever it is for a member.</param>
public sealed record PutMemberRequest(Role? Role);

internal sealed class PutMemberValidator : AbstractValidator<PutMemberRequest>;
