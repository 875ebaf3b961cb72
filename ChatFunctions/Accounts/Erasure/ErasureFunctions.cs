using ChatFunctions.Live;

namespace ChatFunctions.Accounts.Erasure;

internal sealed class ErasureFunctions(AccountErasure erasure)
{
    /// <summary>
    /// Erases the account permanently; docs/openapi.yaml describes what is erased. After a failure, repeating the call continues the erasure.
    /// </summary>
    [AllowEndedSession]
    [Function("EraseMe")]
    public async Task<LiveResponse> Erase(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "me")] HttpRequest request, CancellationToken cancellationToken) =>
        Answer(request.Caller().UserId, await request.ReadAsync<EraseRequest, EraseValidator>(cancellationToken)
            .Then(body => string.IsNullOrEmpty(body.Password) && !request.Caller().IsExternal
                ? Task.FromResult<Outcome<IReadOnlyList<RoomEvent>>>(Refusal.Invalid("password", "This field is required."))
                : erasure.EraseAsync(request.Caller(), body.Password, cancellationToken)));

    /// <inheritdoc cref="Erase"/>
    [RequireServer]
    [Function("EraseUser")]
    public async Task<LiveResponse> EraseUser(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/{userId}")] HttpRequest request, string userId) =>
        Answer(userId, Ids.IsPlausible(userId) ? await erasure.EraseAsync(userId) : Refusal.UserNotFound);

    /// <summary>The answer: removes the user from all groups and, when finished, broadcasts the last event of each room.</summary>
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
/// <param name="Password">Required unless the user signed in with an identity provider.</param>
public sealed record EraseRequest(string? Password);

internal sealed class EraseValidator : AbstractValidator<EraseRequest>
{
    public EraseValidator() => RuleFor(request => request.Password).MaximumLength(Limits.PasswordMaxLength);
}
