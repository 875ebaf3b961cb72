using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Hosting;

/// <summary>The folder that holds host.json and, beside it, local.settings.json.</summary>
internal static class ScriptRoot
{
    /// <summary>The setting that names the folder, as the Functions host's.</summary>
    public const string Setting = "AzureWebJobsScriptRoot";

    public static string Find(IConfiguration configuration)
    {
        if (configuration[Setting] is { Length: > 0 } given)
        {
            return Directory.Exists(given)
                ? Path.GetFullPath(given)
                : throw new InvalidOperationException($"{Setting} is '{given}', which is no folder.");
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, HostJson.FileName)))
                return folder.FullName;
        }

        return AppContext.BaseDirectory;
    }
}
