using ChatFunctions.Http;
using FluentValidation;

namespace ChatFunctions.Rooms;

/// <summary>Body of <c>POST /rooms</c>.</summary>
/// <param name="Name">1 to <see cref="Limits.RoomNameLength"/> characters.</param>
/// <param name="Kind">Private by default. Direct rooms are made by <c>PUT /direct/{userId}</c>.</param>
/// <param name="Members">Ids of users who are in it from the start.</param>
public sealed record CreateRoomRequest(string? Name, RoomKind? Kind, IReadOnlyList<string>? Members);

/// <summary>Body of <c>PATCH /rooms/{roomId}</c>.</summary>
/// <param name="Name">1 to <see cref="Limits.RoomNameLength"/> characters.</param>
public sealed record RenameRoomRequest(string? Name);

internal sealed class CreateRoomValidator : AbstractValidator<CreateRoomRequest>
{
    public CreateRoomValidator()
    {
        RuleFor(request => request.Name).RoomName();
        RuleFor(request => request.Kind).NotEqual(RoomKind.Direct).WithMessage("Create direct rooms with PUT /api/direct/{userId}.");
        RuleFor(request => request.Members!.Count).LessThanOrEqualTo(Limits.MembersAtCreation)
            .When(request => request.Members is not null)
            .OverridePropertyName("members")
            .WithMessage($"Use at most {Limits.MembersAtCreation} members. Add more with PUT /api/rooms/{{roomId}}/members/{{userId}}.");
    }
}

internal sealed class RenameRoomValidator : AbstractValidator<RenameRoomRequest>
{
    public RenameRoomValidator() => RuleFor(request => request.Name).RoomName();
}

internal static class RoomNameRule
{
    public static IRuleBuilderOptions<T, string?> RoomName<T>(this IRuleBuilder<T, string?> rule) => rule
        .SetValidator(new TrimmedLengthValidator<T>(Limits.RoomNameLength))
        .Must(name => name is null || !name.Any(char.IsControl)).WithMessage("Control characters aren't allowed.");
}
