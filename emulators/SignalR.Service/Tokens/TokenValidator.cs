using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SignalR.Service.Tokens;

/// <summary>Checks the tokens of clients and of the REST API: JWTs signed with the access key by HS256.</summary>
internal sealed class TokenValidator(ServiceOptions options, TimeProvider time)
{
    private readonly JsonWebTokenHandler _handler = new();

    // Time and audience are checked here instead, against the injected clock and the request's own URL.
    private readonly TokenValidationParameters _signature = new()
    {
        IssuerSigningKey = new SymmetricSecurityKey(options.AccessKeyBytes),
        RequireSignedTokens = true,
        ValidateIssuer = false,
        ValidateAudience = false,
        ValidateLifetime = false,
    };

    /// <summary>Accepts a token that is signed with the access key, is in its lifetime and names an audience that <paramref name="isAudience"/> accepts.</summary>
    public async Task<TokenCheck> CheckAsync(string? token, Func<Uri, bool> isAudience)
    {
        if (string.IsNullOrEmpty(token))
            return TokenCheck.Refused("no token");
        if (!_handler.CanReadToken(token))
            return TokenCheck.Refused("not a token");

        var result = await _handler.ValidateTokenAsync(token, _signature);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken { Alg: SecurityAlgorithms.HmacSha256 } jwt)
            return TokenCheck.Refused("bad signature");

        // A claim that is missing reads as the earliest date.
        var now = time.GetUtcNow().UtcDateTime;
        if (jwt.ValidTo <= now)
            return TokenCheck.Refused("expired");
        if (jwt.ValidFrom > now)
            return TokenCheck.Refused("not valid yet");
        if (!jwt.Audiences.Any(audience => Uri.TryCreate(audience, UriKind.Absolute, out var uri) && isAudience(uri)))
            return TokenCheck.Refused("wrong audience");

        return new TokenCheck(new ClaimsPrincipal(result.ClaimsIdentity), null);
    }
}
