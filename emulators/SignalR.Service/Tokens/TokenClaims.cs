using System.Globalization;
using System.Security.Claims;

namespace SignalR.Service.Tokens;

/// <summary>The claims that the service itself reads.</summary>
internal static class TokenClaims
{
    // Set by the SDKs, by the REST reference's samples and by any other JWT, in this order of trust.
    private static readonly string[] UserIdTypes = ["asrs.s.uid", "nameid", "sub"];

    /// <summary>What the SDKs put before a custom claim whose own name is reserved.</summary>
    private const string CustomClaimPrefix = "asrs.u.";

    public static string? UserId(this ClaimsPrincipal user) =>
        UserIdTypes.Select(type => user.FindFirst(type)?.Value).FirstOrDefault(value => !string.IsNullOrEmpty(value));

    /// <summary>When the token expires.</summary>
    public static DateTimeOffset? Expiry(this ClaimsPrincipal user) => user.UnixTime("exp");

    /// <summary>When a connection must be closed, if the token asks for that.</summary>
    public static DateTimeOffset? CloseAt(this ClaimsPrincipal user) =>
        string.Equals(user.FindFirst("asrs.s.coae")?.Value, "true", StringComparison.OrdinalIgnoreCase)
            ? user.UnixTime("asrs.s.aeo") ?? user.Expiry()
            : null;

    /// <summary>A claim's type as the app named it.</summary>
    public static string OriginalType(this Claim claim) =>
        claim.Type.StartsWith(CustomClaimPrefix, StringComparison.Ordinal) ? claim.Type[CustomClaimPrefix.Length..] : claim.Type;

    private static DateTimeOffset? UnixTime(this ClaimsPrincipal user, string type) =>
        long.TryParse(user.FindFirst(type)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, DateTimeOffset.MaxValue.ToUnixTimeSeconds()))
            : null;
}
