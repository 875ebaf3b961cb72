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
        var text = settings.Find($"ConnectionStrings:{setting}") ?? settings.Find(setting);
        var parts = text is null ? settings.Section(setting) : Parse(setting, text);
        var endpoint = Url(text is null ? "serviceUri" : "Endpoint") ?? throw new InvalidSettingException(text is null
            ? $"The setting {setting} is missing: set it to the service's connection string, or {setting}__serviceUri to its address."
            : $"The setting {setting} has no Endpoint.");
        if (text is not null && Part("Port") is { } port)
            endpoint = new UriBuilder(endpoint) { Port = ushort.TryParse(port, out var number) ? number : throw new InvalidSettingException($"The setting {setting} has an invalid Port.") }.Uri;

        var key = text is null || Part("AuthType") is not null ? null : Part("AccessKey") ?? throw new InvalidSettingException($"The setting {setting} has no AccessKey.");
        var managed = text is null ? "managedidentity".Equals(Part("credential"), StringComparison.OrdinalIgnoreCase) : Part("AuthType") is "azure.msi";
        return new(endpoint, Url("serverEndpoint"), Url("clientEndpoint"), key,
            key is null ? credential ?? Identity(managed, Part("tenantId"), Part("clientId"), Part("clientSecret")) : null);

        string? Part(string name) => parts[name] is { Length: > 0 } part ? part : null;

        Uri? Url(string name) => Part(name) is not { } part ? null
            : Uri.TryCreate(part.TrimEnd('/'), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
            : throw new InvalidSettingException($"{name} of the setting {setting} is '{part}', which isn't an http or https address.");
    }

    /// <summary>The address of a REST call, and the audience of its token.</summary>
    public (string Url, string Audience) Rest(string path) => ((ServerEndpoint ?? Endpoint).AbsoluteUri + path, AudienceBase + path);

    /// <summary>The address for a hub's clients, and the audience of their tokens.</summary>
    public (string Url, string Audience) Client(string hub)
    {
        var path = $"client/?hub={hub.ToLowerInvariant()}";
        return ((ClientEndpoint ?? Endpoint).AbsoluteUri + path, AudienceBase + path);
    }

    // As configuration, whose names have no case.
    private static IConfiguration Parse(string setting, string text) => new ConfigurationBuilder().AddInMemoryCollection(
        text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2) is [var name, var value]
            ? KeyValuePair.Create(name, (string?)value)
            : throw new InvalidSettingException($"The setting {setting} isn't a connection string."))).Build();

    private static TokenCredential Identity(bool managed, string? tenant, string? client, string? secret) =>
        managed && client is not null ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(client))
        : managed ? new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned)
        : tenant is not null && client is not null && secret is not null ? new ClientSecretCredential(tenant, client, secret)
        : new DefaultAzureCredential(new DefaultAzureCredentialOptions { TenantId = tenant, ManagedIdentityClientId = client });
}
