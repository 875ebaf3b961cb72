using System.Text.RegularExpressions;

namespace Functions.Host.Settings;

/// <summary>
/// The settings of the host and of its worker, from host.json, local.settings.json, the environment and the overrides; later ones win.
/// host.json is kept below <c>AzureFunctionsJobHost</c>, so that <c>AzureFunctionsJobHost__extensions__http__routePrefix</c> overrides it.
/// </summary>
internal sealed partial class HostSettings
{
    private const string JobHost = "AzureFunctionsJobHost";
    private const int DefaultPort = 7071;

    private readonly IConfigurationRoot _settings;
    private readonly IConfiguration _local;

    private HostSettings(IConfigurationRoot settings, IConfiguration local, IReadOnlyDictionary<string, string> workerEnvironment) =>
        (_settings, _local, WorkerEnvironment) = (settings, local, workerEnvironment);

    /// <summary>The environment variables that the worker gets in addition to the host's own.</summary>
    public IReadOnlyDictionary<string, string> WorkerEnvironment { get; }

    /// <summary>The prefix of each function's route, without slashes; can be empty.</summary>
    public string RoutePrefix => (JobHostSection["extensions:http:routePrefix"] ?? "api").Trim('/');

    /// <summary>Headers that each answer carries.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> CustomHeaders =>
        [.. JobHostSection.GetSection("extensions:http:customHeaders").GetChildren().Select(header => KeyValuePair.Create(header.Key, header.Value ?? ""))];

    public long MaxRequestBodySize => _settings.GetValue("FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", 104_857_600L);

    /// <summary>The section with the lowest levels that are logged, by category.</summary>
    public IConfigurationSection Logging => JobHostSection.GetSection("logging");

    public int Port => _local["Host:LocalHttpPort"] is not { Length: > 0 } text ? DefaultPort
        : int.TryParse(text, out var port) && port is > 0 and <= ushort.MaxValue ? port
        : throw new InvalidSettingException($"local.settings.json: Host.LocalHttpPort is '{text}'; it must be a port number.");

    public string[] CorsOrigins =>
        _local["Host:CORS"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Whether these origins may send credentials; browsers don't allow it for <c>*</c>.</summary>
    public bool CorsCredentials => !CorsOrigins.Contains("*") && bool.TryParse(_local["Host:CORSCredentials"], out var allowed) && allowed;

    private IConfigurationSection JobHostSection => _settings.GetSection(JobHost);

    /// <exception cref="InvalidSettingException">A file isn't valid.</exception>
    public static HostSettings Load(string folder, IReadOnlyDictionary<string, string> overrides)
    {
        var hostJson = ReadJson(Path.Combine(folder, "host.json"));
        var local = ReadJson(Path.Combine(folder, "local.settings.json"));
        if (local.GetValue("IsEncrypted", false))
            throw new InvalidSettingException("local.settings.json is encrypted: decrypt it with 'func settings decrypt'.");

        var values = Relative(local.GetSection("Values")).Concat(Relative(local.GetSection("ConnectionStrings"), "ConnectionStrings:")).ToList();
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(Relative(hostJson, $"{JobHost}:"))
            .AddInMemoryCollection(values.Select(value => KeyValuePair.Create(ToKey(value.Key), value.Value)))
            .AddEnvironmentVariables()
            .AddInMemoryCollection(overrides.Select(value => KeyValuePair.Create(ToKey(value.Key), (string?)value.Value)))
            .Build();
        return new(settings, local, ToEnvironment(values, overrides));
    }

    /// <summary>A setting's value; null if it is missing or empty.</summary>
    public string? Find(string name) => _settings[ToKey(name)] is { Length: > 0 } value ? value : null;

    public IConfigurationSection Section(string name) => _settings.GetSection(ToKey(name));

    /// <summary>The keys of one kind: <c>functionKeys</c>, <c>systemKeys</c> or <c>masterKey</c>.</summary>
    public IEnumerable<string> Keys(string kind) =>
        JobHostSection.GetSection(kind) is { Value: { Length: > 0 } only } ? [only]
        : JobHostSection.GetSection(kind).GetChildren().Select(key => key.Value).OfType<string>().Where(key => key.Length > 0);

    /// <summary>Whether <c>AzureWebJobs.{function}.Disabled</c> keeps the function from running by its trigger.</summary>
    public bool IsDisabled(string function) => Find($"AzureWebJobs.{function}.Disabled") is { } value && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));

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

    // As Core Tools do, a variable of the environment wins over local.settings.json.
    private static Dictionary<string, string> ToEnvironment(List<KeyValuePair<string, string?>> values, IReadOnlyDictionary<string, string> overrides)
    {
        var environment = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values)
        {
            if (Environment.GetEnvironmentVariable(ToVariable(name)) is null)
                environment[ToVariable(name)] = value!;
        }

        foreach (var (name, value) in overrides)
            environment[ToVariable(name)] = value;

        return environment;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Relative(IConfiguration section, string prefix = "") =>
        section.AsEnumerable(makePathsRelative: true).Where(value => value.Value is not null).Select(value => KeyValuePair.Create(prefix + value.Key, value.Value));

    private static string ToKey(string name) => name.Replace("__", ":", StringComparison.Ordinal);

    private static string ToVariable(string name) => name.Replace(":", "__", StringComparison.Ordinal);

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingReference();
}

/// <summary>The host can't start with these settings. The message says which and why.</summary>
internal sealed class InvalidSettingException(string message, Exception? cause = null) : Exception(message, cause);
