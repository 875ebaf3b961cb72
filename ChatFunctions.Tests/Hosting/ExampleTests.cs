using System.Text.Json.Nodes;

namespace ChatFunctions.Tests.Hosting;

public sealed class ExampleTests
{
    [Fact]
    public async Task Every_example_of_the_HTTP_API_is_valid()
    {
        var examples = Examples(Documents.OpenApi, "").ToArray();

        // Requests, responses and parameters of about fifty operations; a shared example counts once for each response.
        Assert.True(examples.Length > 120, $"{examples.Length}");
        await SchemaValidator.AssertOpenApiAsync(examples);
    }

    [Fact]
    public async Task Every_example_of_a_live_message_is_valid() => await SchemaValidator.AssertAsyncApiAsync(
        from message in Documents.AsyncApi["components"]!["messages"]!.AsObject()
        from example in message.Value!["examples"]?.AsArray() ?? []
        select new SchemaCase(message.Key, $"/components/messages/{message.Key}/payload", example!["payload"]));

    [Fact]
    public void Every_JSON_body_has_an_example() => Assert.All(Documents.Operations, operation =>
    {
        var bodies = operation.Responses.Select(response => Documents.Resolve(response.Value!)).Append(operation.Json["requestBody"]).OfType<JsonObject>();
        Assert.All(bodies.SelectMany(body => body["content"]?.AsObject() ?? []).Where(content => content.Value!["schema"]!["$ref"] is not null), content =>
            Assert.NotNull(content.Value!["example"]));
    });

    [Fact]
    public async Task The_validator_finds_missing_wrong_and_undescribed_fields()
    {
        var reaction = new JsonObject { ["emoji"] = 1, ["by"] = "Ada" };

        var faults = await SchemaValidator.FaultsAsync(2020, Documents.OpenApi, [new SchemaCase("reaction", "/components/schemas/Reaction", reaction), new SchemaCase("nothing", "/components/schemas/No", 1)]);

        Assert.Equal(2, faults.Length);
        Assert.All(["must have required property 'userIds'", "/emoji must be string", "must NOT have additional properties"], fault => Assert.Contains(fault, faults[0], StringComparison.Ordinal));
        Assert.Contains("there is no schema", faults[1], StringComparison.Ordinal);
    }

    /// <summary>All schemas that have examples beside them.</summary>
    private static IEnumerable<SchemaCase> Examples(JsonNode? node, string pointer) => node switch
    {
        JsonObject element => Own(element, pointer).Concat(element.SelectMany(member => Examples(member.Value, $"{pointer}/{Escape(member.Key)}"))),
        JsonArray array => array.SelectMany((item, index) => Examples(item, $"{pointer}/{index}")),
        _ => [],
    };

    private static IEnumerable<SchemaCase> Own(JsonObject element, string pointer) => element["schema"] is null ? [] :
    [
        .. element["example"] is { } one ? [new SchemaCase(pointer, $"{pointer}/schema", one)] : Array.Empty<SchemaCase>(),
        .. element["examples"] is JsonObject several ? several.Select(example => new SchemaCase($"{pointer}: {example.Key}", $"{pointer}/schema", Documents.Resolve(example.Value!)["value"])) : [],
    ];

    private static string Escape(string key) => key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
