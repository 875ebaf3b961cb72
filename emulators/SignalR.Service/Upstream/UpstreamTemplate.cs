namespace SignalR.Service.Upstream;

/// <summary>The URL for events that match the patterns: <c>*</c> for all, or names separated by commas.</summary>
internal sealed class UpstreamTemplate
{
    /// <summary>The webhook of a Functions host on this machine, at the port of Core Tools.</summary>
    public static UpstreamTemplate FunctionsHost => new() { UrlTemplate = "http://localhost:7071/runtime/webhooks/signalr" };

    /// <summary>The URL to post to, in which {hub}, {category} and {event} stand for the event's own.</summary>
    public string UrlTemplate { get; init; } = "";

    public string HubPattern { get; init; } = "*";

    public string CategoryPattern { get; init; } = "*";

    public string EventPattern { get; init; } = "*";

    public bool IsValid => Uri.TryCreate(Fill("hub", "category", "event"), UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    public bool Matches(string hub, string category, string eventName) =>
        Matches(HubPattern, hub) && Matches(CategoryPattern, category) && Matches(EventPattern, eventName);

    public Uri UrlFor(string hub, string category, string eventName) => new(Fill(hub, category, eventName));

    private string Fill(string hub, string category, string eventName) => UrlTemplate
        .Replace("{hub}", Uri.EscapeDataString(hub), StringComparison.OrdinalIgnoreCase)
        .Replace("{category}", Uri.EscapeDataString(category), StringComparison.OrdinalIgnoreCase)
        .Replace("{event}", Uri.EscapeDataString(eventName), StringComparison.OrdinalIgnoreCase);

    private static bool Matches(string pattern, string name) => pattern
        .Split(',', StringSplitOptions.TrimEntries)
        .Any(part => part == "*" || part.Equals(name, StringComparison.OrdinalIgnoreCase));
}
