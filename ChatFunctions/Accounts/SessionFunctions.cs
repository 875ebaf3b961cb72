using ChatFunctions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Accounts;

/// <summary>Where the caller is logged in.</summary>
internal sealed class SessionFunctions(Sessions sessions)
{
    /// <summary>The caller's sessions that can still be refreshed, in the order in which they were opened.</summary>
    [Function("ListSessions")]
    public Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sessions")] HttpRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(request.Limit())
            .Then(limit => Task.FromResult(Cursor(request)).Then(async afterId =>
                (Outcome<Page<OpenSession>>)await sessions.PageAsync(request.Caller(), afterId, limit, cancellationToken)))
            .ToResult(TypedResults.Ok);

    /// <summary>Ends one of the caller's sessions; one that has ended already stays so.</summary>
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

    private static Outcome<string?> Cursor(HttpRequest request) => request.Query["cursor"].ToString() switch
    {
        "" => (string?)null,
        var id when Ids.IsPlausible(id) => id,
        _ => Refusal.InvalidCursor,
    };
}
