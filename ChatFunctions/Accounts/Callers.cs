using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Accounts;

/// <summary>
/// The accounts of users who sign in with an identity provider or for whom back ends act. The first token creates the account; later ones update
/// the name and the picture. An instance caches accounts, so a token costs a storage request only once per access token lifetime.
/// </summary>
internal sealed class Callers(
    UserStore users, Registration registration, ProfileService profiles, EndedSessions ended, IOptions<TokenOptions> options, TimeProvider clock)
    : ICallers, IDisposable
{
    /// <summary>The most users that an instance caches, of either kind.</summary>
    private const int Remembered = 10_000;

    /// <summary>How long a back end can act for a user who has been deactivated or erased.</summary>
    private static readonly TimeSpan NameMaxAge = TimeSpan.FromSeconds(5);

    private readonly MemoryCache _accounts = new(new MemoryCacheOptions { SizeLimit = Remembered });
    private readonly MemoryCache _names = new(new MemoryCacheOptions { SizeLimit = Remembered });

    public async ValueTask<Caller?> FindAsync(ExternalIdentity identity, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();

        // Ended sessions are listed for longer than this, so an erased account is noticed here before it is forgotten there.
        if (_accounts.TryGetValue(identity.Login, out Account? known) && now - known!.ReadAt < options.Value.AccessTokenLifetime && identity.IssuedAt <= known.ClaimsIssuedAt)
        {
            return known.Caller;
        }

        var profile = known is null ? null : await users.ProfileAsync(known.Caller.UserId, cancellationToken);
        profile ??= await FindOrRegisterAsync(identity, cancellationToken);
        profile = profile is null ? null : await profiles.FollowAsync(profile, ExternalProfile.Of(identity), identity.IssuedAt, cancellationToken);
        if (profile is null or { Deactivated: true })
        {
            _accounts.Remove(identity.Login);
            return null;
        }

        var caller = new Caller(profile.UserId, profile.Username, identity.SessionId);
        var newest = known?.ClaimsIssuedAt > identity.IssuedAt ? known.ClaimsIssuedAt : identity.IssuedAt;
        _accounts.Set(identity.Login, new Account(caller, now, newest), new MemoryCacheEntryOptions { Size = 1 });
        return caller;
    }

    public async ValueTask<string?> FindNameAsync(string userId, CancellationToken cancellationToken)
    {
        if (_names.TryGetValue(userId, out string? name))
        {
            return name;
        }

        name = await users.ProfileAsync(userId, cancellationToken) is { Deactivated: not true } profile ? profile.Username : null;
        return name is null ? null : _names.Set(userId, name, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = NameMaxAge });
    }

    public void Dispose()
    {
        _accounts.Dispose();
        _names.Dispose();
    }

    /// <returns>Null: the account is being erased, or was erased a moment ago.</returns>
    private async Task<ProfileRow?> FindOrRegisterAsync(ExternalIdentity identity, CancellationToken cancellationToken) =>
        (await registration.FindOrRegisterAsync(
            identity.Login,

            // After an erasure, the user's other devices still have tokens, which must not create the account again.
            async () => await ended.IncludeNowAsync(identity.SessionId, cancellationToken)
                ? null
                : new LoginRow { Username = ExternalProfile.Of(identity).Username ?? ExternalProfile.DefaultName, IdentityProvider = identity.Issuer },
            cancellationToken)).Profile;

    private sealed record Account(Caller Caller, DateTimeOffset ReadAt, DateTimeOffset ClaimsIssuedAt);
}

/// <summary>What a token says about its user.</summary>
/// <param name="Username">Null: the token has no usable name.</param>
internal sealed record ExternalProfile(string? Username, string? PictureUrl)
{
    public const string DefaultName = "User";

    public const int PictureUrlLength = 1_024;

    private static readonly ChangeMeValidator NameRules = new();

    public static ExternalProfile Of(ExternalIdentity identity) => new(identity.Names.Select(Name).FirstOrDefault(name => name is not null), PictureOf(identity.Picture));

    /// <summary>The name without forbidden characters, shortened; null if nothing usable is left.</summary>
    private static string? Name(string? claim)
    {
        var name = new StringBuilder();
        foreach (var rune in (claim ?? "").Trim().EnumerateRunes().Where(rune => !VisibleText.IsForbiddenInNames(rune)))
        {
            if (name.Length + rune.Utf16SequenceLength > Limits.UsernameLength)
            {
                break;
            }

            name.Append(rune.ToString());
        }

        var trimmed = name.ToString().Trim();
        return NameRules.Validate(new ChangeMeRequest(trimmed, ContactableBy: null)) is { IsValid: true } ? trimmed : null;
    }

    /// <returns>Null: it isn't an https URL.</returns>
    public static string? PictureOf(string? claim) =>
        claim is { Length: > 0 and <= PictureUrlLength } && Uri.TryCreate(claim, UriKind.Absolute, out var url)
        && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0 && url.AbsoluteUri.Length <= PictureUrlLength
            ? url.AbsoluteUri
            : null;
}
