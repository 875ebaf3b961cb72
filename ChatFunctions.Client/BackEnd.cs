namespace ChatFunctions.Client;

/// <summary>A user of a product.</summary>
/// <param name="ExternalId">The product's own id of the user.</param>
/// <param name="Username">The display name.</param>
/// <param name="PictureUrl">The https URL of a picture; null: none.</param>
public sealed record ExternalUser(string ExternalId, string Username, string? PictureUrl = null);

/// <summary>Lets a user set a new password once.</summary>
/// <param name="Code">The code for <see cref="ChatClient.ResetPasswordAsync"/>.</param>
/// <param name="Url">A link to the web client's form.</param>
/// <param name="ExpiresAt">When it expires.</param>
public sealed record PasswordReset(string Code, string Url, DateTimeOffset ExpiresAt) : ApiObject;

/// <summary>A user to add to a room.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="Role">One of <see cref="Client.Role"/>; null: the room's default role.</param>
public sealed record NewMember(string UserId, string? Role = null);

/// <summary>The result of adding several members.</summary>
/// <param name="Room">The room.</param>
/// <param name="Refused">The users who weren't added.</param>
public sealed record AddedMembers(Room Room, IReadOnlyList<RefusedMember> Refused) : ApiObject;

/// <summary>A user who wasn't added to a room.</summary>
/// <param name="UserId">The user's id.</param>
/// <param name="Code">Why, such as <c>user_banned</c>.</param>
public sealed record RefusedMember(string UserId, string Code);

/// <summary>How users can sign in.</summary>
/// <param name="LocalAccounts">Whether users can register and log in with a password.</param>
/// <param name="Providers">The OpenID Connect providers that a page can sign in with.</param>
public sealed record SignInOptions(bool LocalAccounts, IReadOnlyList<SignInProvider> Providers) : ApiObject;

/// <summary>An OpenID Connect provider.</summary>
/// <param name="Name">The name to show.</param>
/// <param name="Authority">The URL below which <c>.well-known/openid-configuration</c> is.</param>
/// <param name="ClientId">The client id of a page.</param>
/// <param name="Scope">The scopes to ask for.</param>
/// <param name="Audience">The audience of access tokens for the API.</param>
public sealed record SignInProvider(string Name, string Authority, string ClientId, string Scope, string Audience);

internal sealed record PutUserRequest(string Username, string? PictureUrl);

internal sealed record PutUsersRequest(IEnumerable<ExternalUser> Users);

internal sealed record PutMembersRequest(IEnumerable<NewMember> Members);

internal sealed record ResetPasswordRequest(string Code, string NewPassword);

internal sealed record PasswordResetResult(string Login);
