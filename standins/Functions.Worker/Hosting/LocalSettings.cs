using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>local.settings.json, read as Core Tools read it.</summary>
/// <param name="Values">Settings, in the form of configuration keys.</param>
/// <param name="HttpPort">The port to listen on, if the file gives one.</param>
/// <param name="CorsOrigins">Origins that may call; <c>*</c> for all.</param>
/// <param name="CorsCredentials">Whether they may send cookies and authorization.</param>
internal sealed record LocalSettings(
    Dictionary<string, string?> Values, int? HttpPort, string[] CorsOrigins, bool CorsCredentials)
{
    public const string FileName = "local.settings.json";

    public static LocalSettings Read(string scriptRoot)
    {
        var path = Path.Combine(scriptRoot, FileName);
        var file = SettingsFile.Read(path);
        if (SettingsFile.Property(file, "IsEncrypted") is { ValueKind: JsonValueKind.True })
        {
            throw new InvalidOperationException(
                $"{path} is encrypted. Decrypt it with 'func settings decrypt', or set IsEncrypted to false and write plain values.");
        }

        var host = SettingsFile.Property(file, "Host") ?? default;
        var credentials = bool.TryParse(Text(host, "CORSCredentials"), out var allowed) && allowed;
        return new(ReadValues(file, path), Port(host, path), Origins(host), credentials);
    }

    private static Dictionary<string, string?> ReadValues(JsonElement file, string path)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in Settings(file, "Values"))
        {
            // Core Tools hand the values over as environment variables, which are text without inner structure.
            if (setting.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                throw new InvalidOperationException(
                    $"{path}: the value of '{setting.Name}' must be text; write nested settings with '__' in their name.");
            }

            var name = setting.Name.Replace("__", ":", StringComparison.Ordinal);
            values[name] = setting.Value.ToString();
            if (HostSettings.WithoutHostPrefix(name) is { } hostName)
                values[hostName] = setting.Value.ToString();
        }

        foreach (var setting in Settings(file, "ConnectionStrings"))
            SettingsFile.Flatten(setting.Value, $"ConnectionStrings:{setting.Name}", values);

        return values;
    }

    private static JsonElement.ObjectEnumerator Settings(JsonElement file, string section) =>
        SettingsFile.Property(file, section) is { ValueKind: JsonValueKind.Object } values ? values.EnumerateObject() : default;

    private static int? Port(JsonElement host, string path) => Text(host, "LocalHttpPort") switch
    {
        null => null,
        var text when int.TryParse(text, out var port) && port is > 0 and <= ushort.MaxValue => port,
        var text => throw new InvalidOperationException($"{path}: Host.LocalHttpPort is '{text}'; it must be a port number."),
    };

    private static string[] Origins(JsonElement host) =>
        Text(host, "CORS")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? Text(JsonElement host, string name) => SettingsFile.Property(host, name)?.ToString();
}
