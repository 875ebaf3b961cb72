using ChatFunctions.Live;

namespace ChatFunctions.Accounts.Erasure;

internal sealed class ErasureFunctions(AccountErasure erasure, IValidator<EraseRequest> erasing)
{
    /// <summary>
    /// Erases the account for good. The login is free again, rooms that the caller alone owned pass to the member with the highest role
    /// who has been there longest, and rooms without another member are deleted. Messages become tombstones at their places, and the
    /// name disappears from them and from old events; what stays is an id that leads to nobody. A call that fails half-way is to be
    /// repeated: it goes on where the first one ended.
    /// </summary>
    [AllowEndedSession]
    [Function("EraseMe")]
    public async Task<LiveResponse> Erase(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "me")] HttpRequest request, CancellationToken cancellationToken) =>
        Answer(request.Caller().UserId, await request.ReadAsync(erasing, cancellationToken)
            .Then(body => erasure.EraseAsync(request.Caller(), body.Password!, cancellationToken)));

    /// <summary>Whether it is finished or not, the user hears no room any more. Rooms hear of the last thing that happened in each.</summary>
    internal static LiveResponse Answer(string userId, Outcome<IReadOnlyList<RoomEvent>> erased)
    {
        if (erased.Refusal is { } refusal && refusal != AccountRefusals.ErasureUnfinished)
        {
            return new LiveResponse { Response = Problem.Of(refusal) };
        }

        return new LiveResponse
        {
            Response = erased.Refusal is { } unfinished ? Problem.Of(unfinished) : JsonAnswer.Ok(new DeletedResource(userId)),
            Groups = [new SignalRGroupAction(SignalRGroupActionType.RemoveAll) { UserId = userId }],
            Messages = erased.Refusal is null
                ? [.. erased.Value.Take(LiveRooms.MostTold).SelectMany(happened => LiveMessages.RoomEvents(happened.RoomId, [happened]) ?? [])]
                : null,
        };
    }
}

/// <summary>Body of <c>DELETE /me</c>.</summary>
public sealed record EraseRequest(string? Password);

internal sealed class EraseValidator : AbstractValidator<EraseRequest>
{
    public EraseValidator() => RuleFor(request => request.Password).PresentPassword();
}

internal static class ErasureServices
{
    public static IServiceCollection AddErasure(this IServiceCollection services) => services
        .AddSingleton<AccountErasure>()
        .AddSingleton<IValidator<EraseRequest>, EraseValidator>();
}
