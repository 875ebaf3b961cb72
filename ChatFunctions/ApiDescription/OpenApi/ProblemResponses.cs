using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFunctions.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace ChatFunctions.ApiDescription.OpenApi;

/// <summary>How operations refuse: one answer for each status, which names the codes that it can have.</summary>
internal sealed class ProblemResponses(OpenApiDocument document)
{
    private const string MediaType = "application/problem+json";
    private const string Schema = "Problem";
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    /// <summary>Answers that many operations have, and which are therefore written once: those with this one code alone.</summary>
    private static readonly Refusal[] Shared = [Refusal.Unauthorized, Refusal.BodyTooLarge, Refusal.RateLimited, Refusal.InternalError, Refusal.Unavailable];

    public void AddComponents()
    {
        document.AddComponent<IOpenApiSchema>(Schema, ProblemSchema());
        foreach (var refusal in Shared)
        {
            document.AddComponent<IOpenApiResponse>(Name(refusal), Response(refusal.Status, [refusal]));
        }
    }

    public IOpenApiResponse Of(int status, IReadOnlyList<Refusal> refusals) =>
        refusals.Count == 1 && Shared.Contains(refusals[0]) ? new OpenApiResponseReference(Name(refusals[0]), document) : Response(status, refusals);

    private OpenApiResponse Response(int status, IReadOnlyList<Refusal> refusals) => new()
    {
        Description = string.Join('\n', refusals.Select(refusal => $"- `{refusal.Code}`: {refusal.Detail}")),
        Headers = Headers.OfProblem(status, refusals),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [MediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    AllOf = [new OpenApiSchemaReference(Schema, document)],
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["status"] = new OpenApiSchema { Enum = [status] },
                        ["code"] = new OpenApiSchema { Enum = [.. refusals.Select(refusal => (JsonNode)refusal.Code)] },
                    },
                },
                Examples = refusals.ToDictionary(refusal => refusal.Code, refusal => (IOpenApiExample)new OpenApiExample { Value = ExampleOf(refusal) }),
            },
        },
    };

    private static JsonNode ExampleOf(Refusal refusal) =>
        JsonSerializer.SerializeToNode(Problem.Details(refusal, TraceId), ChatJson.Options.GetTypeInfo(typeof(ProblemDetails)))!;

    private static string Name(Refusal refusal) => string.Concat(refusal.Code.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static OpenApiSchema ProblemSchema() => new()
    {
        Description = "An error, after RFC 9457. Programs go by `code`, which never changes its meaning; people read `detail`.",
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "type", "title", "status", "detail", "code", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("`urn:chat:problem:` and the code."),
            ["title"] = Text("The status in words."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["detail"] = Text("One sentence for a person."),
            ["code"] = Text("A stable machine word."),
            ["traceId"] = Text("The W3C trace id of the request; it finds the request in the service's logs."),
            ["errors"] = new OpenApiSchema
            {
                Description = "For `validation_failed`: messages by field.",
                Type = JsonSchemaType.Object,
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
