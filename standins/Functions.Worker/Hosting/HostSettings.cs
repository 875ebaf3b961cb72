using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>Puts an application's configuration together, the weakest source first.</summary>
internal static class HostSettings
{
    private static readonly string[] HostPrefixes = ["DOTNET_", "ASPNETCORE_", "AZURE_FUNCTIONS_"];

    // A line for each request or connection would drown the functions' own; host.json can raise these again by name.
    private static readonly string[] QuietFrameworks = ["Microsoft.AspNetCore", "Azure", "System.Net.Http"];

    /// <summary>What the environment and the command line say before any file is known.</summary>
    public static IConfigurationRoot Bootstrap(string[] args)
    {
        var builder = new ConfigurationBuilder();
        AddEnvironment(builder);
        return builder.AddCommandLine(args).Build();
    }

    /// <summary>The host's own name of a setting such as <c>ASPNETCORE_URLS</c>; null for other settings.</summary>
    public static string? WithoutHostPrefix(string name) =>
        HostPrefixes.FirstOrDefault(known => name.StartsWith(known, StringComparison.OrdinalIgnoreCase)) is { } prefix
            ? name[prefix.Length..]
            : null;

    public static void AddSources(ConfigurationManager configuration, string scriptRoot, string environment, LocalSettings local, string[] args)
    {
        configuration.AddInMemoryCollection(HostJson.Read(scriptRoot));
        AddAppSettings(configuration, scriptRoot, "appsettings.json");
        AddAppSettings(configuration, scriptRoot, $"appsettings.{environment}.json");
        configuration.AddInMemoryCollection(local.Values);
        AddEnvironment(configuration);
        configuration.AddCommandLine(args);

        // Weakest of all, and last to be added: environment variables may have changed what host.json says.
        ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = LogLevels(configuration) });
    }

    private static Dictionary<string, string?> LogLevels(IConfiguration configuration)
    {
        var levels = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var category in QuietFrameworks)
            levels[$"Logging:LogLevel:{category}"] = "Warning";

        foreach (var (category, level) in HostJson.LogLevels(configuration))
            levels[$"Logging:LogLevel:{category}"] = level;

        return levels;
    }

    private static void AddEnvironment(IConfigurationBuilder builder)
    {
        foreach (var prefix in HostPrefixes)
            builder.AddEnvironmentVariables(prefix);

        builder.AddEnvironmentVariables();
    }

    private static void AddAppSettings(ConfigurationManager configuration, string scriptRoot, string file)
    {
        if (File.Exists(Path.Combine(scriptRoot, file)))
            configuration.AddJsonFile(Path.Combine(scriptRoot, file), optional: false, reloadOnChange: false);
    }
}
