using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace SignalR.Service.Tokens;

/// <summary>Compares a token's audience with the URL that it is used at. The names of this machine (localhost, 127.0.0.1, [::1]) count as one.</summary>
internal static class Audience
{
    /// <summary>Whether the audience is this service's client URL with that hub, as negotiation signs it: <c>…/client/?hub=chat</c>.</summary>
    public static bool IsClientUrl(Uri audience, HttpRequest request, string hub) =>
        RequestUrl(request) is { } url
        && IsSameServer(audience, url)
        && audience.AbsolutePath.TrimEnd('/') == "/client"
        && QueryHelpers.ParseQuery(audience.Query).TryGetValue("hub", out var named)
        && named.Count == 1
        && HubName.TryNormalize(named[0], out var normalized)
        && normalized == hub;

    /// <summary>
    /// Whether the audience is the request's URL: without its query (as the REST reference says), or with the first part of the query
    /// (as the SDK signs, which adds <c>excluded</c> and <c>reason</c> later).
    /// </summary>
    public static bool IsRequestUrl(Uri audience, HttpRequest request) =>
        RequestUrl(request) is { } url
        && IsSameServer(audience, url)
        && audience.AbsolutePath.TrimEnd('/') == url.AbsolutePath.TrimEnd('/')
        && (audience.Query.Length == 0 || $"{url.Query}&".StartsWith($"{audience.Query}&", StringComparison.Ordinal));

    // The SDKs write audiences with scheme and host only, without the port.
    private static bool IsSameServer(Uri audience, Uri url) =>
        audience.Scheme == url.Scheme
        && (audience.IsDefaultPort || audience.Port == url.Port)
        && (audience.Host.Equals(url.Host, StringComparison.OrdinalIgnoreCase) || (audience.IsLoopback && url.IsLoopback));

    // The undecoded target: the decoded path doesn't distinguish a slash in an id from a separator.
    private static Uri? RequestUrl(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var server)
        && Uri.TryCreate(server, request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, out var url)
            ? url
            : null;
}
