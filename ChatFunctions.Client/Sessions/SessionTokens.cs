using ChatFunctions.Client.Http;

namespace ChatFunctions.Client.Sessions;

/// <summary>
/// Keeps the user logged in: refreshes the session before its access token expires, or when the server refuses it. A refresh token can be used
/// once, so callers refresh one at a time, and the next one takes the result.
/// </summary>
internal sealed class SessionTokens(ISessionStore store, ApiTransport transport, TimeProvider clock) : IAccessTokens
{
    /// <summary>An access token is refreshed this long before it expires, because requests take time and clocks differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RefreshTimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Whether the server ended the last session, so that all concurrent calls fail with the same code.</summary>
    private volatile bool _hasEnded;

    public async Task<string> GetAsync(string? rejected, CancellationToken cancellationToken)
    {
        var session = await PresentAsync(cancellationToken).ConfigureAwait(false);

        // A refresh continues when its first caller gives up, so that its result isn't lost.
        return IsGood(session, rejected) ? session.AccessToken : await RefreshAsync(rejected).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a request for a session and stores it.</summary>
    public async Task<Session> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var session = await ReceiveAsync(request, cancellationToken).ConfigureAwait(false);
        using (await store.LockAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await store.WriteAsync(session, CancellationToken.None).ConfigureAwait(false);
            _hasEnded = false;
        }

        return session;
    }

    public async Task CloseAsync()
    {
        using (await store.LockAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await store.WriteAsync(null, CancellationToken.None).ConfigureAwait(false);
            _hasEnded = false;
        }
    }

    private bool IsGood(Session session, string? rejected) =>
        session.AccessToken != rejected && session.AccessTokenExpiresAt > clock.GetUtcNow() + Margin;

    private async Task<Session> PresentAsync(CancellationToken cancellationToken) =>
        await store.ReadAsync(cancellationToken).ConfigureAwait(false)
        ?? throw (_hasEnded
            ? new ChatApiException($"The session on {transport.Server} has ended.") { StatusCode = 401, Code = ChatApiException.SessionEnded }
            : new ChatApiException($"Not logged in to {transport.Server}.") { StatusCode = 401, Code = ChatApiException.NotLoggedIn });

    private async Task<string> RefreshAsync(string? rejected)
    {
        using (await store.LockAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var session = await PresentAsync(CancellationToken.None).ConfigureAwait(false);
            if (IsGood(session, rejected))
            {
                return session.AccessToken;
            }

            try
            {
                var body = new RefreshRequest(session.RefreshToken, session.AttemptId);
                var request = ApiRequest.Post("refresh", body, ApiJson.Default.RefreshRequest) with
                {
                    TimeLimit = RefreshTimeLimit,
                    IsIdempotent = session.AttemptId is not null,
                };
                session = await ReceiveAsync(request, CancellationToken.None).ConfigureAwait(false);
            }
            catch (ChatApiException e) when (e.StatusCode == 401)
            {
                _hasEnded = true;
                await store.WriteAsync(null, CancellationToken.None).ConfigureAwait(false);
                throw;
            }

            await store.WriteAsync(session, CancellationToken.None).ConfigureAwait(false);
            return session.AccessToken;
        }
    }

    private async Task<Session> ReceiveAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var json = await transport.SendAsync(request, accessToken: null, cancellationToken).ConfigureAwait(false);
        var session = ApiJson.Read(json, ApiJson.Default.Session) with { AttemptId = Guid.NewGuid().ToString("N") };
        session.User.RawJson = json.GetProperty("user");
        return session;
    }
}
