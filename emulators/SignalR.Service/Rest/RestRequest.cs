using System.Globalization;
using SignalR.Service.Clients;
using SignalR.Service.Groups;

namespace SignalR.Service.Rest;

/// <summary>One accepted call of the REST API: the hub it is for and what its path and query say.</summary>
internal sealed class RestRequest(HttpContext context, HubDirectory hub)
{
    private const int MaxGroupLength = 1024;

    public HubDirectory Hub => hub;

    public HttpRequest Http => context.Request;

    public string User => Id("user");

    public string Group => Id("group");

    public string Connection => Id("connection");

    public string? Reason => context.Request.Query["reason"];

    /// <summary>Why the call is refused before it is looked at, if it is.</summary>
    public string? Fault =>
        context.Request.RouteValues.ContainsKey("group") && (string.IsNullOrWhiteSpace(Group) || Group.Length > MaxGroupLength)
            ? $"A group's name must have 1 to {MaxGroupLength} characters that aren't all blank."
            : null;

    /// <summary>The time to live that the query gives, in whole seconds; null if it gives none.</summary>
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

    /// <summary>Those connections that the query doesn't exclude.</summary>
    public IEnumerable<ClientConnection> NotExcluded(ClientConnection[] connections)
    {
        var excluded = context.Request.Query["excluded"];
        return excluded.Count == 0 ? connections : connections.Where(connection => !excluded.Contains(connection.Id));
    }

    // The server decodes a path but for the slashes in it.
    private string Id(string name) =>
        ((string?)context.Request.RouteValues[name])?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)
        ?? throw new InvalidOperationException($"The route has no '{name}'.");
}
