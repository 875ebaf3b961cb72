using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Infra;

/// <summary>A test that runs the Bicep CLI. It is skipped on platforms without the CLI's package.</summary>
public sealed class BicepFactAttribute : FactAttribute
{
    public BicepFactAttribute()
    {
        if (BicepCli.Path is null)
            Skip = "The package with the Bicep CLI runs on Linux x64 only.";
    }
}

/// <summary>The Bicep CLI from its NuGet package. It works offline.</summary>
internal static class BicepCli
{
    public static string? Path { get; } = typeof(BicepCli).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .SingleOrDefault(attribute => attribute.Key == nameof(BicepCli))?.Value;

    /// <summary>The diagnostics of a file and its modules. The exit code is no help: it is 0 even for type errors, which are warnings.</summary>
    public static async Task<string> LintAsync(string file)
    {
        var (_, output, error) = await RunAsync("lint", file);
        return output + error;
    }

    /// <summary>The compiled template of a file.</summary>
    public static async Task<JsonElement> BuildAsync(string file)
    {
        var (exitCode, output, error) = await RunAsync("build", "--stdout", file);
        Assert.True(exitCode == 0, error);
        return JsonElement.Parse(output);
    }

    /// <summary>The resources that a file deploys with the given parameters, with every expression evaluated that doesn't depend on Azure.</summary>
    public static async Task<JsonElement[]> SnapshotAsync(string file, JsonObject parameters)
    {
        var folder = Directory.CreateTempSubdirectory("chat-bicep-");
        try
        {
            var source = System.IO.Path.Combine(folder.FullName, "test.bicepparam");
            var lines = parameters.Select(parameter => $"param {parameter.Key} = json('''{parameter.Value?.ToJsonString()}''')");
            var relative = System.IO.Path.GetRelativePath(folder.FullName, file);
            await File.WriteAllLinesAsync(source, lines.Prepend($"using '{relative}'"));

            var id = Guid.Empty.ToString();
            string[] scope = file == InfraFiles.Main ? [] : ["--resource-group", "rg"];
            var (exitCode, _, error) = await RunAsync(
                ["snapshot", "--mode", "overwrite", "--tenant-id", id, "--subscription-id", id, "--location", "westeurope", .. scope, source]);
            if (exitCode != 0)
                throw new InvalidOperationException(error);
            var snapshot = JsonElement.Parse(await File.ReadAllTextAsync(System.IO.Path.ChangeExtension(source, ".snapshot.json")));
            Assert.Empty(snapshot.GetProperty("diagnostics").EnumerateArray());
            return [.. snapshot.GetProperty("predictedResources").EnumerateArray()];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<ProcessOutput> RunAsync(params string[] arguments) => ProcessOutput.OfAsync(Path!, arguments);
}

/// <summary>A process's output.</summary>
internal sealed record ProcessOutput(int ExitCode, string Output, string Error)
{
    public static async Task<ProcessOutput> OfAsync(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryRoot.Path,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProcessOutput(process.ExitCode, await output, await error);
    }
}
