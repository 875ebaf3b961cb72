namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>What a function listens to and what the service reports; compared without regard to case.</summary>
internal readonly record struct EventKey(string Hub, string Category, string Event)
{
    public const string Connections = "connections";
    public const string Messages = "messages";
    public const string Connected = "connected";
    public const string Disconnected = "disconnected";

    public bool IsConnectionEvent => Is(Category, Connections);

    public bool IsConnected => IsConnectionEvent && Is(Event, Connected);

    /// <summary>Whether the service reports such a thing at all.</summary>
    public bool Exists => Is(Category, Messages) || IsConnected || (IsConnectionEvent && Is(Event, Disconnected));

    public bool Equals(EventKey other) => Is(Hub, other.Hub) && Is(Category, other.Category) && Is(Event, other.Event);

    public override int GetHashCode() =>
        HashCode.Combine(
            StringComparer.OrdinalIgnoreCase.GetHashCode(Hub),
            StringComparer.OrdinalIgnoreCase.GetHashCode(Category),
            StringComparer.OrdinalIgnoreCase.GetHashCode(Event));

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
