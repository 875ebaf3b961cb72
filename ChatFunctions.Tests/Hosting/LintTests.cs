using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Hosting;

/// <summary>Runs Redocly's linter on both documents, with its recommendations as errors (redocly.yaml).</summary>
public sealed class LintTests
{
    [Theory]
    [InlineData("docs/openapi.yaml")]
    [InlineData("docs/asyncapi.yaml")]
    public async Task The_linter_finds_nothing_in_the_contract(string document) => await LintAsync(RepositoryRoot.Combine(document));

    [Fact]
    public async Task The_linter_finds_errors()
    {
        var broken = Documents.OpenApi.DeepClone().AsObject();
        broken["paths"]!["/rooms"]!["get"]!.AsObject().Remove("security");
        var folder = Directory.CreateTempSubdirectory("chat-lint");
        try
        {
            var path = Path.Combine(folder.FullName, "broken.json");
            await File.WriteAllTextAsync(path, broken.ToJsonString());

            var faults = await Assert.ThrowsAsync<InvalidOperationException>(() => LintAsync(path));

            Assert.Contains("security-defined", faults.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task LintAsync(string path) =>
        Assert.Contains("valid", await NodeProcess.RunAsync("ChatFunctions.Tests/Hosting/lint.mjs", [path]), StringComparison.Ordinal);
}
