using ChatFunctions.Http;
using Microsoft.OpenApi;

namespace ChatFunctions.ApiDescription.OpenApi;

/// <summary>Headers of answers.</summary>
internal static class Headers
{
    public const string Location = "Location";
    public const string ETag = "ETag";
    public const string CacheControl = "Cache-Control";
    public const string ContentDisposition = "Content-Disposition";
    private const string RetryAfter = "Retry-After";
    private const string WwwAuthenticate = "WWW-Authenticate";
    private const string RateLimit = "RateLimit";
    private const string RateLimitPolicy = "RateLimit-Policy";

    /// <summary>All, by name.</summary>
    private static readonly Dictionary<string, IOpenApiHeader> Known = new()
    {
        [Location] = Text("Where what was made is, as a path from the root.", "/api/rooms/" + Examples.RoomId, isAlwaysThere: true),
        [ETag] = Text("Names this very content; send it back in `If-None-Match` to be told that nothing has changed (304).", "\"9f2c41d07be8a635\"", isAlwaysThere: true),
        [CacheControl] = Text("How long it may be kept.", "public, max-age=300", isAlwaysThere: true),
        [ContentDisposition] = Text("Has a browser save it as a file.", "attachment; filename=\"chat-export.json\"", isAlwaysThere: true),
        [WwwAuthenticate] = Text("How to authenticate.", "Bearer", isAlwaysThere: true),
        [RetryAfter] = new OpenApiHeader
        {
            Description = "Seconds after which trying again makes sense.",
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" },
            Example = 1,
        },
        [RateLimit] = Text("For `rate_limited`: tokens left in the bucket, and seconds until there is one.", "\"writes\";r=0;t=1", isAlwaysThere: false),
        [RateLimitPolicy] = Text("For `rate_limited`: tokens in a full bucket, and seconds that an empty one takes to fill.", "\"writes\";q=40;w=2", isAlwaysThere: false),
    };

    public static Dictionary<string, IOpenApiHeader>? Of(IEnumerable<string> names) =>
        names.ToDictionary(name => name, name => Known[name]) is { Count: > 0 } headers ? headers : null;

    /// <summary>As <see cref="Problem"/> writes them.</summary>
    public static Dictionary<string, IOpenApiHeader>? OfProblem(int status, IReadOnlyCollection<Refusal> refusals) => status switch
    {
        401 => Of([WwwAuthenticate]),
        429 => Of(refusals.Contains(Refusal.RateLimited) ? [RetryAfter, RateLimit, RateLimitPolicy] : [RetryAfter]),
        _ when refusals.All(refusal => refusal.RetryAfter is not null) => Of([RetryAfter]),
        _ => null,
    };

    private static OpenApiHeader Text(string description, string example, bool isAlwaysThere) => new()
    {
        Description = description,
        Required = isAlwaysThere,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = example,
    };
}
