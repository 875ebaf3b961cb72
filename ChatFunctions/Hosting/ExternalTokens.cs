using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ChatFunctions.Hosting;

/// <summary>Validates access tokens of the identity providers that are set up. Their keys are cached, so validation needs no request.</summary>
internal sealed class ExternalTokens : IDisposable
{
    /// <summary>The most validated tokens that an instance caches.</summary>
    private const int Remembered = 10_000;

    /// <summary>The longest accepted <c>sub</c>; OpenID Connect allows 255.</summary>
    private const int SubjectLength = 255;

    /// <summary>A provider's clock may be ahead by this.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Asymmetric ones only: with HS256, the public key could sign.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new();
    private readonly MemoryCache _validated = new(new MemoryCacheOptions { SizeLimit = Remembered });
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) }) { MaxResponseContentBufferSize = 1024 * 1024 };
    private readonly ProviderMetadata[] _providers;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    public ExternalTokens(IOptions<IdentityOptions> options, TimeProvider clock, ILogger<ExternalTokens> logger)
    {
        (_clock, _logger) = (clock, logger);
        _providers = [.. options.Value.Providers.Select(provider => new ProviderMetadata(provider, _http, clock, logger))];
    }

    /// <returns>Null: the token is of no provider; 401: it is invalid; 503: its provider doesn't answer.</returns>
    public async ValueTask<Outcome<ExternalIdentity>?> ReadAsync(string? token, CancellationToken cancellationToken)
    {
        if (_providers.Length == 0 || string.IsNullOrEmpty(token))
        {
            return null;
        }

        if (_validated.TryGetValue(token, out ExternalIdentity? known))
        {
            return known!.ExpiresAt > _clock.GetUtcNow() ? known : Refusal.Unauthorized;
        }

        if (Parse(token) is not { } parsed || parsed.Issuer == AccessTokens.Issuer)
        {
            return null;
        }

        var validated = await ValidateAsync(parsed, cancellationToken);
        if (validated is { Refusal: null, Value: var identity })
        {
            _validated.Set(token, identity, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = identity.ExpiresAt - _clock.GetUtcNow() });
        }

        return validated;
    }

    public void Dispose()
    {
        _validated.Dispose();
        _http.Dispose();
    }

    private JsonWebToken? Parse(string token)
    {
        try
        {
            return _handler.CanReadToken(token) ? _handler.ReadJsonWebToken(token) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private async Task<Outcome<ExternalIdentity>?> ValidateAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        // A provider that doesn't answer delays only tokens that may be its own.
        var named = _providers.Where(provider => provider.Provider.Authority.TrimEnd('/') == token.Issuer.TrimEnd('/')).ToArray();
        var candidates = named.Length > 0 ? named : _providers;
        var metadata = await Task.WhenAll(candidates.Select(provider => provider.GetAsync(keyId: null, cancellationToken)));
        var issuers = candidates.Where((_, index) => metadata[index]?.Issuer == token.Issuer).ToArray();
        if (issuers.Length == 0)
        {
            return metadata.Contains(null) ? (Outcome<ExternalIdentity>?)Refusal.Unavailable : null;
        }

        Outcome<ExternalIdentity> result = Refusal.Unauthorized;
        foreach (var issuer in issuers)
        {
            result = await ValidateAsync(token, issuer, cancellationToken);
            if (result is { Refusal: null })
            {
                return result;
            }
        }

        return result;
    }

    private async Task<Outcome<ExternalIdentity>> ValidateAsync(JsonWebToken token, ProviderMetadata issuer, CancellationToken cancellationToken)
    {
        if (await issuer.GetAsync(token.Kid is { Length: > 0 } keyId ? keyId : null, cancellationToken) is not { } metadata)
        {
            return Refusal.Unavailable;
        }

        var result = await _handler.ValidateTokenAsync(token, Rules(issuer.Provider, metadata));
        if (!result.IsValid)
        {
            _logger.ExternalTokenRefused(issuer.Provider.Authority, result.Exception.GetType().Name);
            return Refusal.Unauthorized;
        }

        if (token.TryGetHeaderValue<object>("crit", out _) || Claim(token, issuer.Provider.UserIdClaim) is not { Length: > 0 and <= SubjectLength } subject)
        {
            _logger.ExternalTokenRefused(issuer.Provider.Authority, issuer.Provider.UserIdClaim);
            return Refusal.Unauthorized;
        }

        return new ExternalIdentity(token.Issuer, subject)
        {
            Names = [Claim(token, issuer.Provider.NameClaim), Claim(token, "preferred_username")],
            Picture = Claim(token, issuer.Provider.PictureClaim),
            IsServer = issuer.Provider.ServerRole.Length > 0 && token.Claims.Any(claim => claim.Type == "roles" && claim.Value == issuer.Provider.ServerRole),
            IssuedAt = new DateTimeOffset(token.IssuedAt, TimeSpan.Zero),
            ExpiresAt = new DateTimeOffset(token.ValidTo, TimeSpan.Zero),
        };
    }

    private TokenValidationParameters Rules(IdentityProvider provider, OpenIdConnectConfiguration metadata) => new()
    {
        ValidIssuer = metadata.Issuer,
        ValidAudience = provider.Audience,
        IssuerSigningKeys = metadata.SigningKeys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (notBefore, expires, _, _) => expires > _clock.GetUtcNow().UtcDateTime && !(notBefore > (_clock.GetUtcNow() + ClockSkew).UtcDateTime),
    };

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;
}

/// <summary>A user of an identity provider, from a validated token.</summary>
/// <param name="Subject">The provider's id of the user.</param>
internal sealed record ExternalIdentity(string Issuer, string Subject)
{
    private const string Prefix = "oidc";

    /// <summary>With the prefix, an id has 64 characters.</summary>
    private const int HashLength = 60;

    /// <summary>Claims with a name, the preferred one first.</summary>
    public IReadOnlyList<string?> Names { get; init; } = [];

    public string? Picture { get; init; }

    /// <summary>Whether it is a back end's own identity, which has the same permissions as an API key.</summary>
    public bool IsServer { get; init; }

    public DateTimeOffset IssuedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The key of the user's account, in place of a login. The colon keeps it apart from logins.</summary>
    public string Login { get; } = $"{Prefix}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Issuer}\n{Subject}")))[..HashLength]}";

    /// <summary>All tokens of a user share one permanent session, because the app can't tell the provider's sessions apart.</summary>
    public string SessionId => SessionOf(Login)!;

    /// <returns>The session of an account; null: it is a local account, which has sessions of its own.</returns>
    public static string? SessionOf(string login) => login.StartsWith($"{Prefix}:", StringComparison.Ordinal) ? Prefix + login[(Prefix.Length + 1)..] : null;

    /// <summary>Whether it is such a session. Ids of other sessions are hexadecimal.</summary>
    public static bool IsSession(string sessionId) => sessionId.StartsWith(Prefix, StringComparison.Ordinal);
}

internal static partial class LogMessages
{
    [LoggerMessage(160, LogLevel.Warning, "Identity provider {Authority}: its metadata could not be read")]
    public static partial void ProviderUnavailable(this ILogger logger, Exception exception, string authority);

    [LoggerMessage(161, LogLevel.Information, "Identity provider {Authority}: a token was refused ({Reason})")]
    public static partial void ExternalTokenRefused(this ILogger logger, string authority, string reason);
}
