using System.Text.RegularExpressions;

namespace Functions.Host.Settings;

/// <summary>
/// The settings of the host and of its worker, from host.json, local.settings.json, the environment and the overrides; later ones win.
/// A setting such as <c>AzureFunctionsJobHost__extensions__http__routePrefix</c> overrides host.json.
/// </summary>
internal sealed partial class HostSettings
{
    private readonly IConfiguration _settings;
    private readonly IConfiguration _jobHost;
    private readonly IConfiguration _local;

    /// <exception cref="InvalidSettingException">A file isn't valid.</exception>
    public HostSettings(string folder, IReadOnlyDictionary<string, string> overrides)
    {
        _local = ReadJson(Path.Combine(folder, "local.settings.json"));
        if (_local.GetValue("IsEncrypted", false))
            throw new InvalidSettingException("local.settings.json is encrypted: decrypt it with 'func settings decrypt'.");

        KeyValuePair<string, string?>[] values =
            [.. _local.GetSection("Values").AsEnumerable(makePathsRelative: true), .. _local.GetSection("ConnectionStrings").AsEnumerable()];
        _settings = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Where(value => value.Value is not null).Select(value => KeyValuePair.Create(ToKey(value.Key), value.Value)))
            .AddEnvironmentVariables()
            .AddInMemoryCollection(overrides.Select(value => KeyValuePair.Create(ToKey(value.Key), (string?)value.Value)))
            .Build();
        _jobHost = new ConfigurationBuilder()
            .AddConfiguration(ReadJson(Path.Combine(folder, "host.json"))).AddConfiguration(_settings.GetSection("AzureFunctionsJobHost")).Build();

        // As Core Tools do, a variable of the environment wins over local.settings.json.
        WorkerEnvironment = values.Select(value => value.Key).Concat(overrides.Keys).Select(ToVariable).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => KeyValuePair.Create(name, _settings[ToKey(name)]!))
            .Where(variable => variable.Value is not null && variable.Value != Environment.GetEnvironmentVariable(variable.Key)).ToDictionary();
    }

    /// <summary>The environment variables that the worker gets in addition to the host's own.</summary>
    public IReadOnlyDictionary<string, string> WorkerEnvironment { get; }

    /// <summary>The prefix of each function's route, without slashes; can be empty.</summary>
    public string RoutePrefix => (_jobHost["extensions:http:routePrefix"] ?? "api").Trim('/');

    /// <summary>Headers that each answer carries.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> CustomHeaders =>
        [.. _jobHost.GetSection("extensions:http:customHeaders").GetChildren().Select(header => KeyValuePair.Create(header.Key, header.Value ?? ""))];

    public long MaxRequestBodySize => _settings.GetValue("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", 104_857_600L);

    /// <summary>The section with the lowest levels that are logged, by category.</summary>
    public IConfigurationSection Logging => _jobHost.GetSection("logging");

    public int Port => _local["Host:LocalHttpPort"] is { Length: > 0 } text ? ParsePort("local.settings.json: Host.LocalHttpPort", text) : 7071;

    public string[] CorsOrigins =>
        _local["Host:CORS"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Whether these origins may send credentials; browsers don't allow it for <c>*</c>.</summary>
    public bool CorsCredentials => !CorsOrigins.Contains("*") && "true".Equals(_local["Host:CORSCredentials"], StringComparison.OrdinalIgnoreCase);

    /// <exception cref="InvalidSettingException">The text is no port number.</exception>
    public static int ParsePort(string name, string text) =>
        ushort.TryParse(text, out var port) ? port : throw new InvalidSettingException($"{name} {text} isn't a port number.");

    /// <summary>A setting's value; null if it is missing or empty.</summary>
    public string? Find(string name) => _settings[ToKey(name)] is { Length: > 0 } value ? value : null;

    public IConfigurationSection Section(string name) => _settings.GetSection(ToKey(name));

    /// <summary>The keys of one kind: <c>functionKeys</c>, <c>systemKeys</c> or <c>masterKey</c>.</summary>
    public string[] Keys(string kind) => [.. _jobHost.GetSection(kind).AsEnumerable().Select(key => key.Value ?? "").Where(key => key.Length > 0)];

    /// <summary>Whether <c>AzureWebJobs.{function}.Disabled</c> keeps the function from running by its trigger.</summary>
    public bool IsDisabled(string function) => Find($"AzureWebJobs.{function}.Disabled")?.ToLowerInvariant() is "1" or "true";

    /// <summary>Replaces each <c>%name%</c> by that setting's value.</summary>
    /// <exception cref="InvalidSettingException">There is no such setting.</exception>
    public string Resolve(string text) => SettingReference().Replace(text, match => Find(match.Groups[1].Value)
        ?? throw new InvalidSettingException($"'{text}' refers to the setting {match.Groups[1].Value}, which is missing."));

    private static IConfigurationRoot ReadJson(string path)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(path, optional: true, reloadOnChange: false).Build();
        }
        catch (InvalidDataException malformed)
        {
            throw new InvalidSettingException($"{path} isn't valid: {malformed.InnerException?.Message ?? malformed.Message}", malformed);
        }
    }

    private static string ToKey(string name) => name.Replace("__", ":", StringComparison.Ordinal);

    private static string ToVariable(string name) => name.Replace(":", "__", StringComparison.Ordinal);

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingReference();
}

/// <summary>The host can't start with these settings. The message says which and why.</summary>
internal sealed class InvalidSettingException(string message, Exception? cause = null) : Exception(message, cause);
