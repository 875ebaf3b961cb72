using ChatFunctions.ApiDescription;
using ChatFunctions.ApiDescription.OpenApi;
using ChatFunctions.ApiDescription.Serving;
using ChatFunctions.Health;
using ChatFunctions.RateLimits;

namespace ChatFunctions.Http;

/// <summary>What concerns the service itself, its own description among it.</summary>
internal static class ServiceApi
{
    public static ApiSection Section { get; } = new("Service", "The service itself.", new Dictionary<string, Operation>
    {
        ["GetHealth"] = new Operation("Ask whether it works")
            .WithoutStorage()
            .Gives(200, "It does.", Report(HealthState.Up))
            .Gives(503, "A part is down.", Report(HealthState.Down)),
        ["GetLimits"] = new Operation("Get the limits", "All that a client can run into.")
            .WithoutStorage()
            .Gives(200, "The limits.", Limits.Published with { RateLimits = new RateLimitOptions().Published }),
        ["GetOpenApi"] = Kept("Get this document", "OpenAPI 3.1.", "The description of the HTTP API.", "application/json"),
        ["GetAsyncApi"] = Kept("Get the description of what goes out live", "AsyncAPI 3.0.", "The description of the live messages.", "application/json"),
        ["GetDocs"] = Kept("Read the documentation", "A page that shows the OpenAPI document and tries operations out.", "The page.", "text/html"),
        ["GetDocsFile"] = Kept("Get a file of that page", description: null, "The file.", "*/*").Refuses(DocsPage.NoSuchFile),
    });

    /// <summary>What stays the same until the next deployment.</summary>
    private static Operation Kept(string summary, string? description, string answer, string mediaType) => new Operation(summary, description)
        .WithoutStorage()
        .Gives(200, answer, mediaType, Headers.ETag, Headers.CacheControl)
        .Gives(304, "It is still the one named in `If-None-Match`.", mediaType: null, Headers.ETag, Headers.CacheControl);

    private static HealthReport Report(HealthState storage) =>
        new(storage, new Dictionary<string, HealthState> { ["storage"] = storage, ["signalR"] = HealthState.Up });
}
