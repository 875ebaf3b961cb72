using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SignalR.Service.Tokens;

/// <summary>Validates the tokens of clients and of the REST API: JWTs signed with the access key by HS256.</summary>
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
    public async Task<TokenValidation> ValidateAsync(string? token, Func<Uri, bool> isAudience)
    {
        if (string.IsNullOrEmpty(token))
            return TokenValidation.Invalid("no token");
        if (!_handler.CanReadToken(token))
            return TokenValidation.Invalid("not a token");

        var result = await _handler.ValidateTokenAsync(token, _signature);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken { Alg: SecurityAlgorithms.HmacSha256 } jwt)
            return TokenValidation.Invalid("bad signature");

        // A missing claim has the earliest date.
        var now = time.GetUtcNow().UtcDateTime;
        if (jwt.ValidTo <= now)
            return TokenValidation.Invalid("expired");
        if (jwt.ValidFrom > now)
            return TokenValidation.Invalid("not valid yet");
        if (!jwt.Audiences.Any(audience => Uri.TryCreate(audience, UriKind.Absolute, out var uri) && isAudience(uri)))
            return TokenValidation.Invalid("wrong audience");

        return new TokenValidation(new ClaimsPrincipal(result.ClaimsIdentity), null);
    }
}

/// <summary>The result of validating a token: its user, or why it was refused.</summary>
internal readonly record struct TokenValidation(ClaimsPrincipal? User, string? Error)
{
    [MemberNotNullWhen(true, nameof(User))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsValid => User is not null;

    public static TokenValidation Invalid(string reason) => new(null, reason);
}

/// <summary>Reads a request's bearer token.</summary>
internal static class BearerToken
{
    public static string? FromHeader(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
        && string.Equals(header.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase)
            ? header.Parameter
            : null;

    /// <summary>The token in the header, else in the query: a browser can't add headers to a WebSocket or an event source.</summary>
    public static string? FromHeaderOrQuery(HttpRequest request) => FromHeader(request) ?? request.Query["access_token"];
}
