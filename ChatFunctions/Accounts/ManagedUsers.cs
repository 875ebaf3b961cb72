using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Accounts;

/// <summary>Accounts that a back end manages: users without a password whom it names by its own ids, and the deactivation of any user.</summary>
internal sealed class ManagedUsers(
    UserStore users, Registration registration, ProfileService profiles, Sessions sessions, BackgroundWork background, IOptions<TokenOptions> options, TimeProvider clock, ILogger<ManagedUsers> logger)
{
    /// <summary>The <see cref="LoginRow.IdentityProvider"/> of these users.</summary>
    private const string Provider = "server";

    /// <summary>The number of sessions that a user keeps. Back ends may open one with each page view.</summary>
    private const int KeptSessions = 10;

    /// <summary>Creates or updates a user. Concurrent calls create one.</summary>
    public async Task<Outcome<(User User, bool IsNew)>> PutAsync(string externalId, PutUserRequest request, CancellationToken cancellationToken)
    {
        var claims = new ExternalProfile(request.Username!.Trim(), request.PictureUrl);
        var (profile, isNew) = await registration.FindOrRegisterAsync(
            LoginOf(externalId),
            () => Task.FromResult<LoginRow?>(new LoginRow { Username = claims.Username!, IdentityProvider = Provider, ExternalId = externalId }),
            cancellationToken);
        profile = profile is null ? null : await profiles.FollowAsync(profile, claims, clock.GetUtcNow(), cancellationToken);
        return profile is null ? AccountRefusals.ErasureUnfinished : (profile.ToManagedUser(), isNew);
    }

    public async Task<Outcome<User>> GetAsync(string externalId, CancellationToken cancellationToken) =>
        await FindAsync(externalId, cancellationToken) is { } profile ? profile.ToManagedUser() : Refusal.UserNotFound;

    /// <summary>Opens a session for a user, whom the back end has identified, and removes old ones in the background.</summary>
    public async Task<Outcome<Session>> OpenSessionAsync(string externalId, CancellationToken cancellationToken)
    {
        if (await FindAsync(externalId, cancellationToken) is not { } profile)
        {
            return Refusal.UserNotFound;
        }

        var opened = await sessions.OpenAsync(profile, cancellationToken);
        background.Start($"sessions:{profile.UserId}", () => RemoveOldSessionsAsync(profile.UserId));
        return opened;
    }

    /// <summary>Deactivates a user and ends all sessions, or activates the user again.</summary>
    /// <returns>The user's id; 404 <c>user_not_found</c>.</returns>
    public async Task<Outcome<string>> SetDeactivatedAsync(string userId, bool deactivated, CancellationToken cancellationToken)
    {
        if (await users.ChangeAsync(userId, profile => profile with { Deactivated = deactivated ? true : null }, cancellationToken) is not { } changed)
        {
            return Refusal.UserNotFound;
        }

        if (deactivated)
        {
            await sessions.EndAllAsync(userId, changed.Login, CancellationToken.None);
        }

        logger.Deactivated(userId, deactivated);
        return userId;
    }

    /// <summary>
    /// Removes the sessions that were refreshed least recently, if their access tokens have expired. They don't count as ended, because that closes
    /// all live connections of the user.
    /// </summary>
    private async Task RemoveOldSessionsAsync(string userId)
    {
        var open = await sessions.AllAsync(userId, afterId: null, CancellationToken.None).ToListAsync();
        var expired = clock.GetUtcNow() - options.Value.AccessTokenLifetime;
        foreach (var old in open.OrderByDescending(session => session.LastUsedAt).Skip(KeptSessions).Where(session => session.LastUsedAt < expired))
        {
            await users.TryDeleteAsync(old, CancellationToken.None);
        }
    }

    private async Task<ProfileRow?> FindAsync(string externalId, CancellationToken cancellationToken) =>
        await users.LoginAsync(LoginOf(externalId), cancellationToken) is { } login ? await registration.ProfileAsync(login, cancellationToken) : null;

    /// <summary>The key of the account, in place of a login. The colon keeps it apart from logins.</summary>
    private static string LoginOf(string externalId) => $"external:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(externalId)))}";
}
