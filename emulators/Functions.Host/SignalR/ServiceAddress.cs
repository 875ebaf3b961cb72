using System.Data.Common;
using Azure.Core;
using Azure.Identity;
using Functions.Host.Settings;

namespace Functions.Host.SignalR;

/// <summary>The endpoint of an Azure SignalR Service and its credential: an access key or a managed identity.</summary>
internal sealed record ServiceAddress(Uri Endpoint, Uri? ServerEndpoint, Uri? ClientEndpoint, string? AccessKey, TokenCredential? Credential)
{
    public const string DefaultSetting = "AzureSignalRConnectionString";

    // Like the audiences of the SDK, without a port.
    private string AudienceBase => $"{Endpoint.Scheme}://{Endpoint.Host}/";

    /// <summary>Reads a connection string, or the settings of an identity-based connection below the same name.</summary>
    /// <exception cref="InvalidSettingException">The setting is missing or can't be understood; the message holds no secret.</exception>
    public static ServiceAddress Read(HostSettings settings, string setting, TokenCredential? credential)
    {
        if ((settings.Find($"ConnectionStrings:{setting}") ?? settings.Find(setting)) is { } text)
            return Parse(setting, text, credential);

        var section = settings.Section(setting);
        var endpoint = Url(section["serviceUri"], $"{setting}__serviceUri") ?? throw new InvalidSettingException(
            $"The setting {setting} is missing: set it to the service's connection string, or {setting}__serviceUri to its address.");
        var managed = "managedidentity".Equals(section["credential"], StringComparison.OrdinalIgnoreCase);
        return new(endpoint, Url(section["serverEndpoint"], $"{setting}__serverEndpoint"), Url(section["clientEndpoint"], $"{setting}__clientEndpoint"),
            null, credential ?? Identity(managed, section["tenantId"], section["clientId"], section["clientSecret"]));
    }

    /// <summary>The address of a REST call, and the audience of its token.</summary>
    public (string Url, string Audience) Rest(string path) => ((ServerEndpoint ?? Endpoint).AbsoluteUri + path, AudienceBase + path);

    /// <summary>The address for a hub's clients, and the audience of their tokens.</summary>
    public (string Url, string Audience) Client(string hub)
    {
        var path = $"client/?hub={hub.ToLowerInvariant()}";
        return ((ClientEndpoint ?? Endpoint).AbsoluteUri + path, AudienceBase + path);
    }

    private static ServiceAddress Parse(string setting, string text, TokenCredential? credential)
    {
        DbConnectionStringBuilder parts;
        try
        {
            parts = new() { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            throw new InvalidSettingException($"The setting {setting} isn't a connection string.");
        }

        string? Part(string name) => parts.TryGetValue(name, out var value) && value is string { Length: > 0 } given ? given : null;
        var endpoint = Url(Part("Endpoint"), $"{setting}: Endpoint") ?? throw new InvalidSettingException($"The setting {setting} has no Endpoint.");
        if (Part("Port") is { } port)
            endpoint = new UriBuilder(endpoint) { Port = ushort.TryParse(port, out var number) ? number : throw new InvalidSettingException($"The setting {setting} has an invalid Port.") }.Uri;

        var byIdentity = Part("AuthType") is not null || Part("AccessKey") is null;
        if (byIdentity && Part("AuthType") is null)
            throw new InvalidSettingException($"The setting {setting} has no AccessKey.");

        return new(endpoint, Url(Part("ServerEndpoint"), $"{setting}: ServerEndpoint"), Url(Part("ClientEndpoint"), $"{setting}: ClientEndpoint"),
            byIdentity ? null : Part("AccessKey"),
            byIdentity ? credential ?? Identity(Part("AuthType") is "azure.msi", Part("TenantId"), Part("ClientId"), Part("ClientSecret")) : null);
    }

    private static TokenCredential Identity(bool managed, string? tenant, string? client, string? secret) =>
        managed && client is not null ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(client))
        : managed ? new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned)
        : tenant is not null && client is not null && secret is not null ? new ClientSecretCredential(tenant, client, secret)
        : new DefaultAzureCredential(new DefaultAzureCredentialOptions { TenantId = tenant, ManagedIdentityClientId = client });

    private static Uri? Url(string? text, string name) =>
        text is not { Length: > 0 } ? null
        : Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw new InvalidSettingException($"{name} is '{text}', which isn't an http or https address.");
}
