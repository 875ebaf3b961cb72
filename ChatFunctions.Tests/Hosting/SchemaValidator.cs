using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Hosting;

/// <summary>A value that must be valid against a schema of a document.</summary>
/// <param name="Name">The name in the failure message.</param>
/// <param name="Pointer">The JSON pointer of the schema.</param>
/// <param name="Value">The value.</param>
internal sealed record SchemaCase(string Name, string Pointer, JsonNode? Value);

/// <summary>Validates with ajv, the common JSON Schema validator for JavaScript.</summary>
internal static class SchemaValidator
{
    public static Task AssertOpenApiAsync(IEnumerable<SchemaCase> cases) => AssertAsync(2020, Documents.OpenApi, cases);

    public static Task AssertAsyncApiAsync(IEnumerable<SchemaCase> cases) => AssertAsync(7, Documents.AsyncApi, cases);

    public static async Task<string[]> FaultsAsync(int draft, JsonNode document, IEnumerable<SchemaCase> cases)
    {
        var input = JsonSerializer.Serialize(new { draft, document, cases }, JsonSerializerOptions.Web);
        return JsonSerializer.Deserialize<string[]>(await NodeProcess.RunAsync("ChatFunctions.Tests/Hosting/validate.mjs", [], input))!;
    }

    private static async Task AssertAsync(int draft, JsonNode document, IEnumerable<SchemaCase> cases)
    {
        var all = cases.ToArray();
        Assert.NotEmpty(all);
        Assert.Empty(await FaultsAsync(draft, document, all));
    }
}
