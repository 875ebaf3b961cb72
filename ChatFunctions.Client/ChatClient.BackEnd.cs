using ChatFunctions.Client.Http;

namespace ChatFunctions.Client;

/// <content>Calls of back ends, which require <see cref="ChatClientOptions.ApiKey"/>.</content>
public sealed partial class ChatClient
{
    /// <summary>Creates or updates a user of the product.</summary>
    public Task<User> PutUserAsync(ExternalUser user, CancellationToken cancellationToken = default)
    {
        var body = new PutUserRequest(user.Username, user.PictureUrl);
        return SendAsync(ApiRequest.Put(ApiPaths.ExternalUser(user.ExternalId), body, ApiJson.Default.PutUserRequest), ApiJson.Default.User, cancellationToken);
    }

    /// <summary>Creates or updates up to 100 users of the product.</summary>
    /// <returns>The users in the order of the request.</returns>
    public async Task<IReadOnlyList<User>> PutUsersAsync(IEnumerable<ExternalUser> users, CancellationToken cancellationToken = default)
    {
        var request = ApiRequest.Post("users/external/batch", new PutUsersRequest(users), ApiJson.Default.PutUsersRequest) with { IsIdempotent = true };
        var page = await SendAsync(request, ApiJson.Default.Page, cancellationToken).ConfigureAwait(false);
        return [.. page.Items.Select(user => ApiJson.Read(user, ApiJson.Default.User))];
    }

    /// <summary>Returns a user of the product.</summary>
    public Task<User> GetExternalUserAsync(string externalId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Get(ApiPaths.ExternalUser(externalId)), ApiJson.Default.User, cancellationToken);

    /// <summary>Creates a session for a user of the product. Authenticate the user first.</summary>
    public Task<Session> CreateSessionAsync(string externalId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Post($"{ApiPaths.ExternalUser(externalId)}/tokens"), ApiJson.Default.Session, cancellationToken);

    /// <summary>Ends all sessions of a user and refuses new ones.</summary>
    public Task DeactivateUserAsync(string userId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Put($"{ApiPaths.User(userId)}/deactivated"), cancellationToken);

    /// <summary>Lets a deactivated user log in again.</summary>
    public Task ActivateUserAsync(string userId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete($"{ApiPaths.User(userId)}/deactivated") with { IsIdempotent = true }, cancellationToken);

    /// <summary>Deletes an account and everything that the user wrote. This can't be undone.</summary>
    public Task EraseUserAsync(string userId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete(ApiPaths.User(userId)), cancellationToken);

    /// <summary>Creates a link with which a user can set a new password within an hour. It replaces the previous one.</summary>
    public Task<PasswordReset> CreatePasswordResetAsync(string userId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Post($"{ApiPaths.User(userId)}/password-reset"), ApiJson.Default.PasswordReset, cancellationToken);

    /// <summary>Adds up to 100 members to a room, or changes their roles.</summary>
    public Task<AddedMembers> PutMembersAsync(string roomId, IEnumerable<NewMember> members, CancellationToken cancellationToken = default)
    {
        var request = ApiRequest.Post($"{ApiPaths.Members(roomId)}/batch", new PutMembersRequest(members), ApiJson.Default.PutMembersRequest);
        return SendAsync(request with { IsIdempotent = true }, ApiJson.Default.AddedMembers, cancellationToken);
    }
}
