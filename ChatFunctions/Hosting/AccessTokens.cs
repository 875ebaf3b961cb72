using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ChatFunctions.Hosting;

/// <summary>Creates and validates access tokens: short-lived JWTs (RFC 7519, HS256) that every instance validates without storage.</summary>
internal sealed class AccessTokens(IOptions<TokenOptions> options, TimeProvider clock) : IDisposable
{
    public const string Issuer = "chat";

    /// <summary>The most validated tokens that an instance caches.</summary>
    private const int Remembered = 10_000;

    private readonly JsonWebTokenHandler _handler = new();
    private readonly SigningCredentials _signing = new(options.Value.SigningKey, SecurityAlgorithms.HmacSha256);
    private readonly TokenValidationParameters _rules = new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Issuer,
        IssuerSigningKeys = options.Value.ValidKeys.ToArray(),
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (notBefore, expires, _, _) => expires > clock.GetUtcNow().UtcDateTime && !(notBefore > clock.GetUtcNow().UtcDateTime),
    };

    // Validation takes longer than the rest of a send, and a client sends the same token with every request.
    private readonly MemoryCache _validated = new(new MemoryCacheOptions { SizeLimit = Remembered });

    /// <summary>Creates a token.</summary>
    public (string Token, DateTimeOffset ExpiresAt) Create(Caller caller)
    {
        var now = clock.GetUtcNow();
        var expires = DateTimeOffset.FromUnixTimeSeconds((now + options.Value.AccessTokenLifetime).ToUnixTimeSeconds());
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = Issuer,
            ["sub"] = caller.UserId,
            ["name"] = caller.Username,
            ["sid"] = caller.SessionId,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = expires.ToUnixTimeSeconds(),
        };
        return (_handler.CreateToken(JsonSerializer.Serialize(claims), _signing), expires);
    }

    /// <returns>The token's user; null if it is absent or invalid.</returns>
    public async ValueTask<Caller?> ReadAsync(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        if (!_validated.TryGetValue(token, out Validated? validated) && (validated = await ValidateAsync(token)) is not null)
        {
            _validated.Set(token, validated, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = options.Value.AccessTokenLifetime });
        }

        return validated?.ExpiresAt > clock.GetUtcNow().UtcDateTime ? validated.Caller : null;
    }

    public void Dispose() => _validated.Dispose();

    private async Task<Validated?> ValidateAsync(string token)
    {
        if (!_handler.CanReadToken(token))
        {
            return null;
        }

        var result = await _handler.ValidateTokenAsync(token, _rules);
        return result is { IsValid: true, SecurityToken: JsonWebToken { Alg: SecurityAlgorithms.HmacSha256 } valid }
            && !valid.TryGetHeaderValue<object>("crit", out _) && Claim(valid, "sub") is { } userId && Claim(valid, "name") is { } username && Claim(valid, "sid") is { } sessionId
            ? new Validated(new Caller(userId, username, sessionId), valid.ValidTo)
            : null;
    }

    private static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;

    private sealed record Validated(Caller Caller, DateTime ExpiresAt);
}

/// <summary>Settings <c>Chat__TokenKey</c> and related ones.</summary>
internal sealed class TokenOptions
{
    private const int ShortestKey = 32;

    // In Azure, keys are Key Vault references. While they can't be resolved, the app gets their text, which anyone could guess.
    private const string NoReference = @"(?!@Microsoft\.KeyVault\()[\s\S]*";

    /// <summary>The secret that access tokens are signed with: 32 characters at least.</summary>
    [Required(ErrorMessage = "The setting Chat__TokenKey is missing: a secret of 32 characters or more (openssl rand -base64 32).")]
    [MinLength(ShortestKey, ErrorMessage = "The setting Chat__TokenKey is too short: 32 characters at least.")]
    [RegularExpression(NoReference, ErrorMessage = "The setting Chat__TokenKey is a vault reference that Azure could not resolve.")]
    public string TokenKey { get; set; } = "";

    /// <summary>Another accepted secret while keys are rotated: first the next, then the previous one. Null or empty: none.</summary>
    [MinLength(ShortestKey, ErrorMessage = "The setting Chat__OtherTokenKey is too short: 32 characters at least.")]
    [RegularExpression(NoReference, ErrorMessage = "The setting Chat__OtherTokenKey is a vault reference that Azure could not resolve.")]
    public string? OtherTokenKey { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(30);

    public SymmetricSecurityKey SigningKey => Key(TokenKey);

    /// <summary>The keys of accepted tokens.</summary>
    public IEnumerable<SymmetricSecurityKey> ValidKeys => OtherTokenKey is null ? [SigningKey] : [SigningKey, Key(OtherTokenKey)];

    /// <summary>Signs a text. The colon separates these signatures from those of access tokens, which use the same key.</summary>
    public string Sign(string purpose, string text) => Base64Url.EncodeToString(Mac(SigningKey, purpose, text));

    /// <summary>Whether a signature of <see cref="Sign"/> is valid.</summary>
    public bool IsSigned(string purpose, string text, string signature) => Base64Url.IsValid(signature)
        && ValidKeys.Any(key => CryptographicOperations.FixedTimeEquals(Mac(key, purpose, text), Base64Url.DecodeFromChars(signature)));

    private static byte[] Mac(SymmetricSecurityKey key, string purpose, string text) => HMACSHA256.HashData(key.Key, Encoding.UTF8.GetBytes($"{purpose}:{text}"));

    /// <summary>The key with its id (<c>kid</c>), which is derived from the key and so the same on every instance.</summary>
    private static SymmetricSecurityKey Key(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        return new SymmetricSecurityKey(bytes) { KeyId = Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, 8)) };
    }
}
