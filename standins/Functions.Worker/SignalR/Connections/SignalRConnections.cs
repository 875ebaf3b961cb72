using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>The connections of an application, by the setting that describes them.</summary>
internal sealed class SignalRConnections(
    IConfiguration configuration,
    SignalRCredentials credentials,
    SignalRHttp http,
    [FromKeyedServices(SignalRBindings.Clock)] TimeProvider clock) : IDisposable
{
    public const string DefaultSetting = "AzureSignalRConnectionString";

    private readonly ConcurrentDictionary<string, SignalRConnection> _connections = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="FunctionProblemException">The setting is missing or can't be understood.</exception>
    public SignalRConnection Get(string? setting) => _connections.GetOrAdd(setting ?? DefaultSetting, Create);

    public void Dispose()
    {
        foreach (var connection in _connections.Values.OfType<IDisposable>())
            connection.Dispose();
    }

    private SignalRConnection Create(string setting)
    {
        if ((configuration.GetConnectionString(setting) ?? configuration[setting]) is { Length: > 0 } text)
            return FromText(setting, text);

        var section = configuration.GetSection(setting);
        if (section["serviceUri"] is not { Length: > 0 })
        {
            throw new FunctionProblemException(
                $"the setting {setting} is missing. Set it to the service's connection string, or {setting}__serviceUri to its address.");
        }

        var identity = new IdentitySettings(
            string.Equals(section["credential"], "managedidentity", StringComparison.OrdinalIgnoreCase),
            section["tenantId"], section["clientId"], section["clientSecret"]);
        var address = new ServiceAddress(Url(section, "serviceUri")!, Url(section, "serverEndpoint"), Url(section, "clientEndpoint"));
        return new IdentityConnection(address, credentials.Create(identity), http.Client, clock);
    }

    private SignalRConnection FromText(string setting, string text)
    {
        try
        {
            var connection = ConnectionString.Parse(text);
            return connection.AccessKey is { } key
                ? new KeyConnection(connection.Address, key, clock)
                : new IdentityConnection(connection.Address, credentials.Create(connection.Identity), http.Client, clock);
        }
        catch (FormatException malformed)
        {
            throw new FunctionProblemException($"the setting {setting} is no connection string: {malformed.Message}");
        }
    }

    private static Uri? Url(IConfigurationSection section, string name) => section[name] switch
    {
        null or "" => null,
        var text when Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" => url,
        var text => throw new FunctionProblemException(
            $"the setting {section.Path}:{name} is '{text}', which is no http or https address."),
    };
}
