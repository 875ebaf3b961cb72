using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace ChatFunctions.ApiDescription;

/// <summary>Where a parameter is. Not OpenAPI's own enum, which would have its assembly loaded wherever types are listed, as hosts do at start.</summary>
internal enum ParameterPlace
{
    Path,
    Query,
    Header,
}

/// <summary>Something that a request can have besides its body.</summary>
internal sealed record Parameter(string Name, ParameterPlace Place, string Description, OpenApiSchema Schema, JsonNode? Example = null, bool Required = false)
{
    public IOpenApiParameter ToOpenApi() => new OpenApiParameter
    {
        Name = Name,
        In = Enum.Parse<ParameterLocation>(Place.ToString()),
        Description = Description,
        Schema = Schema,
        Example = Example,
        Required = Required,
    };
}

/// <summary>Parameters in a query.</summary>
internal static class Query
{
    public static Parameter Cursor { get; } = Text("cursor", "The `cursor` of the page before, to go on after it. Opaque; it stays good while the list changes.");

    /// <summary>As <see cref="Http.SinceQuery"/> reads it.</summary>
    public static Parameter Since { get; } = Text("since", "Nothing older than this: an ISO 8601 time, or a number of days back such as `30d`.", "30d");

    public static Parameter Limit(int byDefault) => new(
        "limit", ParameterPlace.Query, "How many at most.", new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = "1",
            Maximum = Text(Limits.MaxPageSize),
            Default = byDefault,
        });

    public static Parameter Text(string name, string description, string? example = null, int? minLength = null, int? maxLength = null) => new(
        name, ParameterPlace.Query, description, new OpenApiSchema { Type = JsonSchemaType.String, MinLength = minLength, MaxLength = maxLength }, example, Required: minLength > 0);

    public static Parameter Number(string name, string description, long least, long? most = null) => new(
        name, ParameterPlace.Query, description, new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int64",
            Minimum = Text(least),
            Maximum = most is { } greatest ? Text(greatest) : null,
        });

    public static Parameter Flag(string name, string description) =>
        new(name, ParameterPlace.Query, description, new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = false });

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Parameters in a route, by their names, and what <c>If-Match</c> is.</summary>
internal static class KnownParameters
{
    private static readonly Dictionary<string, (string Description, string Example)> InRoutes = new()
    {
        ["roomId"] = ("The room's id.", Examples.RoomId),
        ["userId"] = ("The user's id.", Examples.BobId),
        ["sessionId"] = ("The session's id.", Examples.SessionId),
        ["code"] = ("The invitation's code.", Examples.InvitationCode),
        ["id"] = ("The notification's id.", Examples.NotificationId),
        ["emoji"] = ("An emoji, percent-encoded UTF-8.", "👍"),
        ["file"] = ("The file's name.", "swagger-ui.css"),
    };

    public static Parameter IfMatch { get; } = new(
        "If-Match",
        ParameterPlace.Header,
        "The message's `version` in quotes: the change is made only while that is its version (412 otherwise).",
        new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^(\\*|\"?[0-9]+\"?)$" },
        "\"1\"");

    public static Parameter InRoute(string name) => name == "seq"
        ? new Parameter(name, ParameterPlace.Path, "The message's seq.", new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" }, Examples.Message.Seq, Required: true)
        : new Parameter(name, ParameterPlace.Path, InRoutes[name].Description, new OpenApiSchema { Type = JsonSchemaType.String }, InRoutes[name].Example, Required: true);
}
