namespace ChatFunctions.Accounts;

/// <summary>The caller's sessions.</summary>
internal sealed class SessionFunctions(Sessions sessions)
{
    /// <summary>Lists the caller's sessions that can still be refreshed, in the order of opening.</summary>
    [Function("ListSessions")]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sessions")] HttpRequest request, CancellationToken cancellationToken) =>
        request.IdPage()
            .Then(async page => (Outcome<Page<OpenSession>>)await sessions.PageAsync(request.Caller(), page.After, page.Limit, cancellationToken))
            .ToResult(TypedResults.Ok);

    /// <summary>Ends one of the caller's sessions, if it is still open.</summary>
    [Function("EndSession")]
    public async Task<IResult> End(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "sessions/{sessionId}")] HttpRequest request, string sessionId, CancellationToken cancellationToken)
    {
        if (Ids.IsPlausible(sessionId))
        {
            await sessions.EndAsync(request.Caller().UserId, sessionId, cancellationToken);
        }

        return TypedResults.NoContent();
    }
}
