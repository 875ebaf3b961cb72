namespace ChatFunctions.Live;

internal sealed class PresenceFunctions(PresenceService presence, OnlineUsers online)
{
    [Function("RenewPresence")]
    public Task<LiveResponse> Renew(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "presence")] HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadAsync<RenewPresenceRequest, RenewPresenceValidator>(cancellationToken, whenAbsent: RenewPresenceRequest.Empty)
            .Then(body => presence.RenewAsync(request.Caller(), body.Rooms, cancellationToken))
            .ToLive(renewal => new LiveResponse
            {
                Response = JsonAnswer.Ok(new PresenceLease(renewal.ExpiresAt) { Heads = renewal.Heads }),
                Groups = [.. renewal.Former.Select(roomId => LiveMessages.Leave(request.Caller().UserId, roomId))],
                Messages = renewal.Messages,
            });

    [Function("GetOnlineUsers")]
    public Task<IResult> GetOnline(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "users/online")] HttpRequest request, CancellationToken cancellationToken) =>
        request.IdPage()
            .Then(async page => (Outcome<Page<OnlineUser>>)await online.PageAsync(page.After, page.Limit, cancellationToken))
            .ToResult(TypedResults.Ok);
}

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
