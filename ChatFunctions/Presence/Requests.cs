using FluentValidation;

namespace ChatFunctions.Presence;

/// <summary>Body of <c>POST /presence</c>; without one the answer has no heads.</summary>
/// <param name="Rooms">Ids of the rooms that the client has open.</param>
public sealed record RenewPresenceRequest(IReadOnlyList<string>? Rooms)
{
    internal static RenewPresenceRequest Empty { get; } = new(Rooms: null);
}

internal sealed class RenewPresenceValidator : AbstractValidator<RenewPresenceRequest>
{
    public RenewPresenceValidator() => RuleFor(request => request.Rooms)
        .Must(rooms => rooms is null || rooms.Count <= Limits.RoomsPerHeartbeat).WithMessage($"Use at most {Limits.RoomsPerHeartbeat} rooms.");
}
