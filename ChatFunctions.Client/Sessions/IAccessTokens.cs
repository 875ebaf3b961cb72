namespace ChatFunctions.Client.Sessions;

/// <summary>Provides access tokens for requests.</summary>
internal interface IAccessTokens
{
    /// <param name="rejected">An access token that the server has refused; null: none.</param>
    /// <param name="cancellationToken">Cancels waiting for a token.</param>
    Task<string> GetAsync(string? rejected, CancellationToken cancellationToken);
}

/// <summary>Asks the caller of the library for access tokens.</summary>
internal sealed class CallbackTokens(Func<CancellationToken, ValueTask<string>> callback) : IAccessTokens
{
    public async Task<string> GetAsync(string? rejected, CancellationToken cancellationToken) =>
        await callback(cancellationToken).ConfigureAwait(false);
}
