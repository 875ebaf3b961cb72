using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Hosting;

/// <summary>A value that must be valid against the schema at a place of a document.</summary>
/// <param name="Name">What it is, for the message.</param>
/// <param name="Pointer">The schema's place: a JSON pointer.</param>
/// <param name="Value">The value.</param>
internal sealed record SchemaCase(string Name, string Pointer, JsonNode? Value);

/// <summary>Validates by ajv, the usual validator of JSON Schema in JavaScript.</summary>
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
