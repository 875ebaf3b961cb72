using System.Net.Http.Headers;

namespace SignalR.Service.Tokens;

/// <summary>Where a request carries its token.</summary>
internal static class BearerToken
{
    public static string? FromHeader(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
        && string.Equals(header.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase)
            ? header.Parameter
            : null;

    /// <summary>The header's token, or else that of the query: a browser can't add headers to a WebSocket or an event source.</summary>
    public static string? FromHeaderOrQuery(HttpRequest request) => FromHeader(request) ?? request.Query["access_token"];
}
