using ChatFunctions.Cli.Api;

namespace ChatFunctions.Cli.Sessions;

/// <summary>Whom requests are made for, and with which access tokens.</summary>
internal interface ITokenSource
{
    User User { get; }

    /// <param name="rejected">An access token that the server has refused; null: none has been.</param>
    /// <param name="cancellationToken">Ends the waiting for a token.</param>
    Task<string> AccessTokenAsync(string? rejected, CancellationToken cancellationToken);
}
