namespace ChatFunctions.Live;

internal sealed class PresenceFunctions(PresenceService presence, LeaseStore leases, TimeProvider clock)
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
            .Then(async page => (Outcome<Page<OnlineUser>>)await OnlineAsync(page, cancellationToken))
            .ToResult(TypedResults.Ok);

    private async Task<Page<OnlineUser>> OnlineAsync(IdPage page, CancellationToken cancellationToken)
    {
        var found = await leases.ReadAsync(LeaseStore.After(page.After), page.Limit + 1, expiringAfter: clock.GetUtcNow(), cancellationToken);
        return new Page<OnlineUser>(
            [.. found.Take(page.Limit).Select(lease => new OnlineUser(new UserRef(lease.UserId, lease.Username), lease.Since, lease.ExpiresAt))],
            found.Count > page.Limit ? found[page.Limit - 1].UserId : null);
    }
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

/// <summary>A user who is online.</summary>
/// <param name="Since">When the user came online.</param>
/// <param name="ExpiresAt">When the user goes offline unless the lease is renewed.</param>
public sealed record OnlineUser(UserRef User, DateTimeOffset Since, DateTimeOffset ExpiresAt);

/// <summary>The answer of <c>POST /presence</c>.</summary>
/// <param name="ExpiresAt">When the caller goes offline unless this is called again.</param>
public sealed record PresenceLease(DateTimeOffset ExpiresAt)
{
    /// <summary>
    /// The seq of the last event by room id: of the given rooms that the caller is in, and of others that were recently active. Absent if the call
    /// had no <c>rooms</c>.
    /// </summary>
    public IReadOnlyDictionary<string, long>? Heads { get; init; }
}
