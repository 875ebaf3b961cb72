using ChatFunctions.Cli.Api;

namespace ChatFunctions.Cli.Sessions;

/// <summary>
/// Keeps the user logged in: refreshes the session before its access token expires, or when the server refuses it. A refresh token can be used
/// once, so processes refresh one at a time, and the second one takes the first one's result.
/// </summary>
internal sealed class SessionKeeper(SessionFile file, ChatHttp http, TimeProvider clock) : ITokenSource
{
    /// <summary>An access token is refreshed this long before it expires, because requests take time and clocks differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RefreshTimeLimit = TimeSpan.FromSeconds(10);

    /// <exception cref="RefusedException">No user is logged in.</exception>
    public Session Present => file.Find(http.Server) ?? throw new RefusedException($"You're not logged in to {http.ServerName}. Use login or register.");

    public User User => Present.User;

    public bool IsPresent => file.Find(http.Server) is not null;

    /// <param name="rejected">An access token that the server has refused; null: none has been.</param>
    /// <param name="cancellationToken">Cancels waiting for other processes, but not a refresh in progress.</param>
    public async Task<string> AccessTokenAsync(string? rejected, CancellationToken cancellationToken)
    {
        var session = Present;
        if (IsGood(session, rejected))
        {
            return session.AccessToken;
        }

        using (await file.LockAsync(clock, cancellationToken))
        {
            session = Present;
            return (IsGood(session, rejected) ? session : await RefreshAsync(session)).AccessToken;
        }
    }

    /// <summary>Makes a request for a session and stores it.</summary>
    public async Task<Received<User>> OpenAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        var json = await http.SendAsync(request, token: null, cancellationToken);
        using (await file.LockAsync(clock, CancellationToken.None))
        {
            file.Put(http.Server, WireJson.Read(json, WireJson.Default.Session).Value);
        }

        return WireJson.Read(json.GetProperty("user"), WireJson.Default.User);
    }

    /// <summary>Removes the session after the server has ended it.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        using (await file.LockAsync(clock, cancellationToken))
        {
            file.Put(http.Server, null);
        }
    }

    private bool IsGood(Session session, string? rejected) =>
        session.AccessToken != rejected && session.AccessTokenExpiresAt > clock.GetUtcNow() + Margin;

    /// <summary>Refreshes without cancellation, so that the result isn't lost.</summary>
    private async Task<Session> RefreshAsync(Session session)
    {
        var body = new RefreshRequest(session.RefreshToken, session.AttemptId);
        var request = ChatRequest.Post("refresh", body, WireJson.Default.RefreshRequest) with { TimeLimit = RefreshTimeLimit };
        try
        {
            var refreshed = WireJson.Read(await http.SendAsync(request, token: null, CancellationToken.None), WireJson.Default.Session).Value;
            file.Put(http.Server, refreshed);
            return refreshed;
        }
        catch (RefusedException e) when (e.Status == 401)
        {
            file.Put(http.Server, null);
            throw new RefusedException($"Your session on {http.ServerName} has ended. Log in again.", e.Status, e.Code);
        }
    }
}
