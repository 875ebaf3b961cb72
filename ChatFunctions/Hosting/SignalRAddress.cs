using Microsoft.Extensions.Configuration;

namespace ChatFunctions.Hosting;

/// <summary>
/// The REST address of the SignalR service and how to authenticate to it, from the settings that the Functions host reads:
/// <c>AzureSignalRConnectionString</c>, or below it <c>__serviceUri</c> and <c>__clientId</c>; a <c>ServerEndpoint</c> comes first.
/// </summary>
/// <param name="Audience">The address that tokens are made for.</param>
/// <param name="AccessKey">Signs tokens; null: an identity authenticates the app.</param>
/// <param name="ClientId">The client id of a user-assigned identity.</param>
internal sealed record SignalRAddress(Uri Server, Uri Audience, string? AccessKey, string? ClientId)
{
    private const string Setting = "AzureSignalRConnectionString";

    /// <returns>Null if the settings have no valid address.</returns>
    public static SignalRAddress? Of(IConfiguration configuration) =>
        (configuration.GetConnectionString(Setting) ?? configuration[Setting]) is { Length: > 0 } text ? Parse(text) : Of(
            Address(configuration[$"{Setting}:serverEndpoint"]), Address(configuration[$"{Setting}:serviceUri"]), accessKey: null, configuration[$"{Setting}:clientId"]);

    private static SignalRAddress? Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .DistinctBy(part => part[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(part => part[0], part => part[1], StringComparer.OrdinalIgnoreCase);
        var endpoint = WithPort(Address(parts.GetValueOrDefault("Endpoint")), parts.GetValueOrDefault("Port"));
        return Of(Address(parts.GetValueOrDefault("ServerEndpoint")), endpoint, parts.GetValueOrDefault("AccessKey"), parts.GetValueOrDefault("ClientId"));
    }

    private static SignalRAddress? Of(Uri? server, Uri? endpoint, string? accessKey, string? clientId) =>
        (server ?? endpoint) is { } address ? new SignalRAddress(address, endpoint ?? address, accessKey, clientId) : null;

    private static Uri? Address(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    private static Uri? WithPort(Uri? address, string? port) =>
        address is not null && ushort.TryParse(port, out var number) ? new UriBuilder(address) { Port = number }.Uri : address;
}
