using System.Text.RegularExpressions;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>
/// The text form of a connection, <c>Endpoint=...;AccessKey=...;Version=1.0;</c>. Names are case-insensitive.
/// <c>AuthType</c> (azure, azure.msi, azure.app, aad) puts an identity in the key's place.
/// </summary>
internal sealed partial record ConnectionString(ServiceAddress Address, string? AccessKey, IdentitySettings Identity)
{
    /// <exception cref="FormatException">The text is no connection string; the message says why and holds no secret.</exception>
    public static ConnectionString Parse(string text)
    {
        var parts = Split(text);
        if (parts.GetValueOrDefault("Version") is { } version && !SupportedVersion().IsMatch(version))
            throw new FormatException($"it has Version={version}; only 1.x is supported.");

        var endpoint = Url(parts, "Endpoint") ?? throw new FormatException("it has no Endpoint.");
        if (parts.GetValueOrDefault("Port") is { } port)
            endpoint = WithPort(endpoint, port);

        var address = new ServiceAddress(endpoint, Url(parts, "ServerEndpoint"), Url(parts, "ClientEndpoint"));
        var authType = parts.GetValueOrDefault("AuthType")?.ToLowerInvariant();
        var identity = ReadIdentity(parts, authType);
        if (authType is "azure" or "azure.msi" or "azure.app" or "aad")
            return new(address, null, identity);

        return parts.GetValueOrDefault("AccessKey") is { Length: > 0 } key
            ? new(address, key, identity)
            : throw new FormatException("it has no AccessKey.");
    }

    private static IdentitySettings ReadIdentity(Dictionary<string, string> parts, string? authType)
    {
        var tenant = parts.GetValueOrDefault("TenantId");
        var client = parts.GetValueOrDefault("ClientId");
        var secret = parts.GetValueOrDefault("ClientSecret");
        if (authType == "azure.app" && (tenant is null || client is null || secret is null))
            throw new FormatException("AuthType=azure.app needs TenantId, ClientId and ClientSecret.");

        return new(authType == "azure.msi" || (authType == "aad" && tenant is null), tenant, client, secret);
    }

    private static Dictionary<string, string> Split(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var separator = part.IndexOf('=', StringComparison.Ordinal);
            if (separator > 0 && !parts.TryAdd(part[..separator].Trim(), part[(separator + 1)..].Trim()))
                throw new FormatException($"it has {part[..separator].Trim()} twice.");
        }

        return parts;
    }

    private static Uri? Url(Dictionary<string, string> parts, string name) => parts.GetValueOrDefault(name) switch
    {
        null => null,
        var text when Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" => url,
        var text => throw new FormatException($"its {name} '{text}' is no http or https address."),
    };

    private static Uri WithPort(Uri endpoint, string port) =>
        int.TryParse(port, out var number) && number is > 0 and <= ushort.MaxValue
            ? new UriBuilder(endpoint) { Port = number }.Uri
            : throw new FormatException($"its Port '{port}' is no port.");

    [GeneratedRegex(@"^1\.\d+(?:[\w-.]+)?$")]
    private static partial Regex SupportedVersion();
}
