using System.Text.Json;
using ChatFunctions.Client.Http;

namespace ChatFunctions.Client;

public sealed partial class ChatClient
{
    /// <summary>Creates an account and logs in.</summary>
    public async Task<User> RegisterAsync(string login, string password, string? username = null, CancellationToken cancellationToken = default)
    {
        var request = ApiRequest.Post("register", new Credentials(login, password, username), ApiJson.Default.Credentials);
        return (await _session.OpenAsync(request, cancellationToken).ConfigureAwait(false)).User;
    }

    /// <summary>Logs in. The session is refreshed as long as the client is used.</summary>
    public async Task<User> LogInAsync(string login, string password, CancellationToken cancellationToken = default)
    {
        var request = ApiRequest.Post("login", new Credentials(login, password), ApiJson.Default.Credentials);
        return (await _session.OpenAsync(request, cancellationToken).ConfigureAwait(false)).User;
    }

    /// <summary>Ends the session, also if the server has already ended it.</summary>
    public async Task LogOutAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await SendAsync(ApiRequest.Post("logout"), cancellationToken).ConfigureAwait(false);
        }
        catch (ChatApiException e) when (e.StatusCode == 401)
        {
        }

        await _session.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Lists the sessions of the user.</summary>
    public IAsyncEnumerable<OpenSession> ListSessionsAsync(CancellationToken cancellationToken = default) =>
        ListAsync("sessions", ApiJson.Default.OpenSession, cancellationToken);

    /// <summary>Ends a session of the user.</summary>
    public Task EndSessionAsync(string sessionId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete($"sessions/{ApiPaths.Escaped(sessionId)}"), cancellationToken);

    /// <summary>Returns the current user.</summary>
    public Task<User> GetMeAsync(CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Get("me"), ApiJson.Default.User, cancellationToken);

    /// <summary>Changes what isn't null: the display name, and who can contact the user (<see cref="ContactableBy"/>).</summary>
    public Task<User> ChangeMeAsync(string? username = null, string? contactableBy = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            ApiRequest.Patch("me", new ChangeMeRequest(username, contactableBy), ApiJson.Default.ChangeMeRequest), ApiJson.Default.User, cancellationToken);

    /// <summary>Changes the password and ends the other sessions.</summary>
    public Task ChangePasswordAsync(string currentPassword, string newPassword, CancellationToken cancellationToken = default)
    {
        var body = new ChangePasswordRequest(currentPassword, newPassword);
        return SendAsync(ApiRequest.Put("me/password", body, ApiJson.Default.ChangePasswordRequest) with { IsIdempotent = false }, cancellationToken);
    }

    /// <summary>Sets a new password with the code of a <see cref="PasswordReset"/>, which ends all sessions.</summary>
    /// <returns>The login, to log in with.</returns>
    public async Task<string> ResetPasswordAsync(string code, string newPassword, CancellationToken cancellationToken = default)
    {
        var request = ApiRequest.Post("password-reset", new ResetPasswordRequest(code, newPassword), ApiJson.Default.ResetPasswordRequest);
        return ApiJson.Read(await SendAnonymouslyAsync(request, cancellationToken).ConfigureAwait(false), ApiJson.Default.PasswordResetResult).Login;
    }

    /// <summary>Deletes the account and everything that the user wrote. This can't be undone.</summary>
    /// <param name="password">The user's password; null if an identity provider manages the account.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task EraseMeAsync(string? password, CancellationToken cancellationToken = default)
    {
        await SendAsync(ApiRequest.Delete("me", new EraseRequest(password), ApiJson.Default.EraseRequest), cancellationToken).ConfigureAwait(false);
        await _session.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Returns everything that is stored about the user.</summary>
    public Task<JsonElement> ExportMeAsync(CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Get("me/export"), cancellationToken);

    /// <summary>Lists the users whom the current user has blocked.</summary>
    public IAsyncEnumerable<BlockedUser> ListBlocksAsync(CancellationToken cancellationToken = default) =>
        ListAsync($"me/blocks?limit={PageSize}", ApiJson.Default.BlockedUser, cancellationToken);

    /// <summary>Blocks a user.</summary>
    public Task BlockUserAsync(string userId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Put(ApiPaths.Block(userId)), cancellationToken);

    /// <summary>Unblocks a user.</summary>
    public Task UnblockUserAsync(string userId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete(ApiPaths.Block(userId)), cancellationToken);

    /// <summary>Finds users by the start of a word of their name or login.</summary>
    public IAsyncEnumerable<User> SearchUsersAsync(string text, CancellationToken cancellationToken = default) =>
        ListAsync($"users?limit={PageSize}".With(("q", text)), ApiJson.Default.User, cancellationToken);

    /// <summary>Returns a user.</summary>
    public Task<User> GetUserAsync(string userId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Get(ApiPaths.User(userId)), ApiJson.Default.User, cancellationToken);

    /// <summary>Lists the users who are online.</summary>
    public IAsyncEnumerable<OnlineUser> GetOnlineUsersAsync(CancellationToken cancellationToken = default) =>
        ListAsync($"users/online?limit={PageSize}", ApiJson.Default.OnlineUser, cancellationToken);
}
