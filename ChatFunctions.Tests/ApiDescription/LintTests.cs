using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.ApiDescription;

/// <summary>Redocly's linter, with all its recommendations as errors (redocly.yaml), on both documents.</summary>
public sealed class LintTests
{
    [Fact]
    public async Task The_OpenAPI_document_is_clean() => await LintAsync(Documents.OpenApi);

    [Fact]
    public async Task The_AsyncAPI_document_is_clean() => await LintAsync(Documents.AsyncApi);

    [Fact]
    public async Task The_linter_finds_what_is_wrong()
    {
        var broken = Documents.OpenApi.DeepClone().AsObject();
        broken["paths"]!["/rooms"]!["get"]!.AsObject().Remove("security");

        var faults = await Assert.ThrowsAsync<InvalidOperationException>(() => LintAsync(broken));

        Assert.Contains("security-defined", faults.Message, StringComparison.Ordinal);
    }

    private static async Task LintAsync(JsonObject document)
    {
        var folder = Directory.CreateTempSubdirectory("chat-lint");
        try
        {
            var path = Path.Combine(folder.FullName, "description.json");
            await File.WriteAllTextAsync(path, document.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
            var report = await NodeProcess.RunAsync("ChatFunctions.Tests/ApiDescription/lint.mjs", [path]);
            Assert.Contains("valid", report, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
