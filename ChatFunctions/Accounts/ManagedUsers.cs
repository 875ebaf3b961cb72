using System.Security.Cryptography;
using System.Text;

namespace ChatFunctions.Accounts;

/// <summary>Accounts that a back end manages: users without a password whom it names by its own ids, and the deactivation of any user.</summary>
internal sealed class ManagedUsers(
    UserStore users, Registration registration, ProfileService profiles, Sessions sessions, TimeProvider clock, ILogger<ManagedUsers> logger)
{
    /// <summary>The <see cref="LoginRow.IdentityProvider"/> of these users.</summary>
    private const string Provider = "server";

    /// <summary>Creates or updates a user. Concurrent calls create one.</summary>
    public async Task<Outcome<(User User, bool IsNew)>> PutAsync(string externalId, PutUserRequest request, CancellationToken cancellationToken)
    {
        var isNew = false;
        while (true)
        {
            var found = await users.LoginAsync(LoginOf(externalId), cancellationToken);
            var profile = found is null ? await RegisterAsync(externalId, request, cancellationToken) : await registration.ProfileAsync(found, cancellationToken);
            if (profile is null && found is null)
            {
                // A concurrent call has just created it.
                continue;
            }

            isNew |= found is null;
            profile = profile is null ? null : await profiles.FollowAsync(profile, new ExternalProfile(request.Username!.Trim(), request.PictureUrl), clock.GetUtcNow(), cancellationToken);
            return profile is null ? AccountRefusals.ErasureUnfinished : (profile.ToManagedUser(), isNew);
        }
    }

    public async Task<Outcome<User>> GetAsync(string externalId, CancellationToken cancellationToken) =>
        await FindAsync(externalId, cancellationToken) is { } profile ? profile.ToManagedUser() : Refusal.UserNotFound;

    /// <summary>Opens a session for a user, whom the back end has identified.</summary>
    public async Task<Outcome<Session>> OpenSessionAsync(string externalId, CancellationToken cancellationToken) =>
        await FindAsync(externalId, cancellationToken) is { } profile ? await sessions.OpenAsync(profile, cancellationToken) : Refusal.UserNotFound;

    /// <summary>Deactivates a user and ends all sessions, or activates the user again.</summary>
    /// <returns>The user's id; 404 <c>user_not_found</c>.</returns>
    public async Task<Outcome<string>> SetDeactivatedAsync(string userId, bool deactivated, CancellationToken cancellationToken)
    {
        while (await users.ProfileAsync(userId, cancellationToken) is { } profile)
        {
            profile.Deactivated = deactivated ? true : null;
            if (await users.TryReplaceAsync(profile, cancellationToken))
            {
                if (deactivated)
                {
                    await sessions.EndAllAsync(userId, profile.Login, CancellationToken.None);
                }

                logger.Deactivated(userId, deactivated);
                return userId;
            }
        }

        return Refusal.UserNotFound;
    }

    private async Task<ProfileRow?> FindAsync(string externalId, CancellationToken cancellationToken) =>
        await users.LoginAsync(LoginOf(externalId), cancellationToken) is { } login ? await registration.ProfileAsync(login, cancellationToken) : null;

    private Task<ProfileRow?> RegisterAsync(string externalId, PutUserRequest request, CancellationToken cancellationToken)
    {
        var row = new LoginRow { Username = request.Username!.Trim(), IdentityProvider = Provider, ExternalId = externalId };
        return registration.RegisterAsync(LoginOf(externalId), row, cancellationToken);
    }

    /// <summary>The key of the account, in place of a login. The colon keeps it apart from logins.</summary>
    private static string LoginOf(string externalId) => $"external:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(externalId)))}";
}
