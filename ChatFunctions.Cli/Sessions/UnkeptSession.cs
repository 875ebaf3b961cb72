using ChatFunctions.Cli.Api;

namespace ChatFunctions.Cli.Sessions;

/// <summary>A session that isn't stored and ends with its access token.</summary>
internal sealed class UnkeptSession(Session session) : ITokenSource
{
    public User User => session.User;

    public Task<string> AccessTokenAsync(string? rejected, CancellationToken cancellationToken) => rejected is null
        ? Task.FromResult(session.AccessToken)
        : Task.FromException<string>(new RefusedException($"The session of {session.User.Login} has ended.", 401));
}
