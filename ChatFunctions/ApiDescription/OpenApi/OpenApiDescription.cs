using ChatFunctions.ApiDescription.Schemas;
using Microsoft.OpenApi;

namespace ChatFunctions.ApiDescription.OpenApi;

/// <summary>The HTTP API in OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html), made from the functions and their records.</summary>
internal static class OpenApiDescription
{
    public const string Version = "1.0.0";

    private const string About =
        """
        A chat back end: rooms, messages in one dense order, everything live.

        - JSON in camelCase; unknown fields of a request are ignored; an optional field without a value is left out.
        - Times are ISO 8601, UTC, with milliseconds. Ids are opaque.
        - Lists answer `{items, cursor}`; hand `cursor` back to go on, until it is null.
        - Errors are `application/problem+json` with a stable `code`.
        - A send answered 2xx is stored. Sent again with the same `clientMessageId`, it is stored once.
        - What goes out live is described by [asyncapi.json](/api/asyncapi.json), limits by [`GET /limits`](/api/limits).
        """;

    public static OpenApiDocument Create()
    {
        var document = new OpenApiDocument
        {
            Info = new OpenApiInfo { Title = "ChatFunctions", Version = Version, Description = About },
            Servers = [new OpenApiServer { Url = "/api" }],
            Tags = new HashSet<OpenApiTag>(ApiSection.All.Select(section => new OpenApiTag { Name = section.Name, Description = section.Description })),
            Components = new OpenApiComponents(),
            Paths = [],
        };
        var problems = new ProblemResponses(document);
        problems.AddComponents();
        SecuritySchemes.AddTo(document);
        var mapper = new OperationMapper(document, new SchemaMapper(document), problems);
        var functions = HttpFunction.All.ToDictionary(function => function.Name);
        foreach (var section in ApiSection.All)
        {
            foreach (var (name, operation) in section.Operations)
            {
                var function = functions[name];
                Path(document, function.Path).AddOperation(function.Method, mapper.Map(section.Name, function, operation));
            }
        }

        return document;
    }

    private static OpenApiPathItem Path(OpenApiDocument document, string path)
    {
        if (!document.Paths.TryGetValue(path, out var item))
        {
            document.Paths.Add(path, item = new OpenApiPathItem());
        }

        return (OpenApiPathItem)item;
    }
}
