using ChatFunctions.ApiDescription.Schemas;
using ChatFunctions.Http;
using ChatFunctions.RateLimits;
using Microsoft.OpenApi;

namespace ChatFunctions.ApiDescription.OpenApi;

/// <summary>Puts together what a function's attributes say and what is declared beside it.</summary>
internal sealed class OperationMapper(OpenApiDocument document, SchemaMapper schemas, ProblemResponses problems)
{
    public OpenApiOperation Map(string tag, HttpFunction function, Operation operation) => new()
    {
        OperationId = function.Name,
        Summary = operation.Summary,
        Description = operation.Description,
        Tags = new HashSet<OpenApiTagReference> { new(tag, document) },
        Security = Security(function),
        Parameters = [.. function.PathParameters.Select(KnownParameters.InRoute).Concat(operation.Parameters).Select(parameter => parameter.ToOpenApi())],
        RequestBody = operation.Body is { } body ? new OpenApiRequestBody { Required = operation.RequiresBody, Content = Content("application/json", body) } : null,
        Responses = Responses(function, operation),
    };

    private List<OpenApiSecurityRequirement> Security(HttpFunction function) =>
        function.NeedsKey ? [Requirement(SecuritySchemes.FunctionKey)]
        : function.NeedsToken ? [Requirement(SecuritySchemes.AccessToken)]
        : [];

    private OpenApiSecurityRequirement Requirement(string scheme) => new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };

    private OpenApiResponses Responses(HttpFunction function, Operation operation)
    {
        var answers = operation.Answers.Select(answer => (answer.Status, Response: (IOpenApiResponse)Map(answer)));
        var refused = Refusals(function, operation).Distinct().GroupBy(refusal => refusal.Status).Select(group => (Status: group.Key, Response: problems.Of(group.Key, [.. group])));
        var byHost = function.NeedsKey ? [(401, SecuritySchemes.KeyRefused)] : Array.Empty<(int Status, IOpenApiResponse Response)>();
        var responses = new OpenApiResponses();
        foreach (var (status, response) in answers.Concat(refused).Concat(byHost).OrderBy(response => response.Status))
        {
            responses.Add(status.ToString(System.Globalization.CultureInfo.InvariantCulture), response);
        }

        return responses;
    }

    private OpenApiResponse Map(Answer answer) => new OpenApiResponse
    {
        Description = answer.Description,
        Headers = Headers.Of(answer.Headers),
        Content = (answer.MediaType, answer.Body) switch
        {
            (null, _) => null,
            (var type, { } body) => Content(type, body),
            (var type, null) => new Dictionary<string, OpenApiMediaType>
            {
                [type] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = type == "application/json" ? JsonSchemaType.Object : JsonSchemaType.String } },
            },
        },
    };

    private Dictionary<string, OpenApiMediaType> Content(string mediaType, Example example) =>
        new() { [mediaType] = new OpenApiMediaType { Schema = schemas.Of(example.Type), Example = example.Json } };

    /// <summary>How it refuses, its own reasons and those that follow from what it is.</summary>
    private static IEnumerable<Refusal> Refusals(HttpFunction function, Operation operation) =>
    [
        .. operation.Refusals,
        .. function.NeedsToken ? [Refusal.Unauthorized] : Array.Empty<Refusal>(),
        .. operation.Body is not null ? [Invalid, Refusal.InvalidJson, Refusal.BadRequest, Refusal.BodyTooLarge] : Array.Empty<Refusal>(),
        .. operation.Parameters.IsEmpty ? Array.Empty<Refusal>() : [Invalid],
        .. function.RateLimit == RateLimit.None ? Array.Empty<Refusal>() : [Refusal.RateLimited],
        .. operation.UsesStorage ? [Refusal.InternalError, Refusal.Unavailable] : new[] { Refusal.InternalError },
    ];

    private static Refusal Invalid { get; } = Refusal.Invalid("field", "What is wrong with it.");
}
