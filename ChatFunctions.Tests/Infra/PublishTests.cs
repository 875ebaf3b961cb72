using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Infra;

/// <summary>`dotnet publish` of the app uses the official SignalR extension or fails. It never creates a package that can't run in Azure.</summary>
public sealed class PublishTests
{
    private const string Official = "Microsoft.Azure.Functions.Worker.Extensions.SignalRService";

    [Fact]
    public async Task Publishing_names_the_official_package_when_it_cannot_be_restored()
    {
        var folder = Directory.CreateTempSubdirectory("chat-publish-");
        try
        {
            // An empty package source and an empty package folder, so that no package can be restored.
            var empty = folder.CreateSubdirectory("empty").FullName;
            var result = await PublishAsync(
                folder, $"-p:BaseIntermediateOutputPath={folder.FullName}/obj/", $"-p:RestoreSources={empty}", $"-p:RestorePackagesPath={empty}");
            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains($"error NU1101: Unable to find package {Official}.", result.Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Publishing_with_the_emulated_extension_fails_with_one_error()
    {
        var folder = Directory.CreateTempSubdirectory("chat-publish-");
        try
        {
            var result = await PublishAsync(folder, "-p:SignalRExtension=emulator");
            Assert.NotEqual(0, result.ExitCode);
            var message = Assert.Single(result.Output.Split('\n'), line => line.Contains("error", StringComparison.Ordinal) || line.Contains("warning", StringComparison.Ordinal));
            Assert.Contains("An app with the emulated SignalR extension can't run in Azure", message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<ProcessOutput> PublishAsync(DirectoryInfo folder, params string[] arguments)
    {
        var output = Path.Combine(folder.FullName, "out");
        var result = await ProcessOutput.OfAsync(
            "dotnet", ["publish", RepositoryRoot.Combine("ChatFunctions"), "-c", "Release", "-o", output, "--nologo", "--tl:off", .. arguments]);
        Assert.False(Directory.Exists(output), result.Output);
        return result;
    }
}
