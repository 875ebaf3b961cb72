using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>
/// What is read of host.json. It is kept in configuration below <see cref="Section"/>, so that, as with the Functions host,
/// <c>AzureFunctionsJobHost__extensions__http__routePrefix</c> and the like override the file.
/// </summary>
internal static class HostJson
{
    public const string FileName = "host.json";
    public const string Section = "AzureFunctionsJobHost";

    private const string Http = $"{Section}:extensions:http";
    private const string LogLevel = $"{Section}:logging:logLevel";

    public static Dictionary<string, string?> Read(string scriptRoot)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        SettingsFile.Flatten(SettingsFile.Read(Path.Combine(scriptRoot, FileName)), Section, values);
        return values;
    }

    /// <summary>What stands before every route, without slashes; may be empty.</summary>
    public static string RoutePrefix(IConfiguration configuration) =>
        (configuration[$"{Http}:routePrefix"] ?? "api").Trim('/');

    /// <summary>Headers that every answer carries.</summary>
    public static KeyValuePair<string, string>[] CustomHeaders(IConfiguration configuration) =>
    [
        .. configuration.GetSection($"{Http}:customHeaders").GetChildren()
            .Select(header => KeyValuePair.Create(header.Key, header.Value ?? "")),
    ];

    /// <summary>The least level logged, by category.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> LogLevels(IConfiguration configuration) =>
        configuration.GetSection(LogLevel).GetChildren().Select(level => KeyValuePair.Create(level.Key, level.Value));
}
