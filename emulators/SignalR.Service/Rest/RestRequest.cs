using System.Globalization;
using SignalR.Service.Clients;
using SignalR.Service.Groups;

namespace SignalR.Service.Rest;

/// <summary>An authorized call of the REST API: its hub, path and query.</summary>
internal sealed class RestRequest(HttpContext context, HubDirectory hub)
{
    private const int MaxGroupLength = 1024;

    public HubDirectory Hub => hub;

    public HttpRequest Http => context.Request;

    public string User => Id("user");

    public string Group => Id("group");

    public string Connection => Id("connection");

    public string? Reason => context.Request.Query["reason"];

    /// <summary>Why the path is invalid; null if it's valid.</summary>
    public string? Fault =>
        context.Request.RouteValues.ContainsKey("group") && (string.IsNullOrWhiteSpace(Group) || Group.Length > MaxGroupLength)
            ? $"A group's name must have 1 to {MaxGroupLength} characters that aren't all blank."
            : null;

    /// <summary>The time to live in the query, in whole seconds; null if it is missing.</summary>
    public bool TryGetTtl(out TimeSpan? ttl)
    {
        ttl = null;
        if (!context.Request.Query.TryGetValue("ttl", out var text))
            return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return false;
        ttl = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>The connections that the query doesn't exclude.</summary>
    public IEnumerable<ClientConnection> NotExcluded(ClientConnection[] connections)
    {
        var excluded = context.Request.Query["excluded"];
        return excluded.Count == 0 ? connections : connections.Where(connection => !excluded.Contains(connection.Id));
    }

    // The server decodes a path except for its slashes.
    private string Id(string name) =>
        ((string?)context.Request.RouteValues[name])?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)
        ?? throw new InvalidOperationException($"The route has no '{name}'.");
}

/// <summary>The answer to a REST call: a status, and for an error its code and message.</summary>
internal readonly record struct RestReply(int Status, string? ErrorCode = null, string? Message = null)
{
    public static RestReply Ok { get; } = new(StatusCodes.Status200OK);

    public static RestReply Accepted { get; } = new(StatusCodes.Status202Accepted);

    public static RestReply NoContent { get; } = new(StatusCodes.Status204NoContent);

    public static RestReply BadRequest(string message) => new(StatusCodes.Status400BadRequest, "Error.Request.Invalid", message);

    public static RestReply NotFound(string errorCode, string message) => new(StatusCodes.Status404NotFound, errorCode, message);

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        return ErrorCode is null ? Task.CompletedTask : ServiceError.WriteAsync(context, Status, ErrorCode, Message ?? "");
    }
}
