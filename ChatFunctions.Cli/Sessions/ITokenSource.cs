using ChatFunctions.Cli.Api;

namespace ChatFunctions.Cli.Sessions;

/// <summary>The user of requests, and access tokens for them.</summary>
internal interface ITokenSource
{
    User User { get; }

    /// <param name="rejected">An access token that the server has refused; null: none.</param>
    /// <param name="cancellationToken">Cancels waiting for a token.</param>
    Task<string> AccessTokenAsync(string? rejected, CancellationToken cancellationToken);
}
