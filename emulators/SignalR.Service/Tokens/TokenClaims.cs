using System.Globalization;
using System.Security.Claims;

namespace SignalR.Service.Tokens;

/// <summary>The claims that the service itself reads.</summary>
internal static class TokenClaims
{
    // Set by the SDKs, by the samples of the REST reference, and by other JWTs; the first one wins.
    private static readonly string[] UserIdTypes = ["asrs.s.uid", "nameid", "sub"];

    /// <summary>The SDKs' prefix of a custom claim with a reserved name.</summary>
    private const string CustomClaimPrefix = "asrs.u.";

    public static string? UserId(this ClaimsPrincipal user) =>
        UserIdTypes.Select(type => user.FindFirst(type)?.Value).FirstOrDefault(value => !string.IsNullOrEmpty(value));

    /// <summary>The time at which the token expires.</summary>
    public static DateTimeOffset? Expiry(this ClaimsPrincipal user) => user.UnixTime("exp");

    /// <summary>The time at which the connection must be closed, if the token has one.</summary>
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
