namespace ChatFunctions.Health;

public enum HealthState
{
    Up,
    Down,
}

/// <summary>The answer of <c>GET /api/health</c>.</summary>
/// <param name="Status">Up only if every part is.</param>
/// <param name="Parts">Each part that the service needs, by name: <c>storage</c>, <c>signalR</c>.</param>
public sealed record HealthReport(HealthState Status, IReadOnlyDictionary<string, HealthState> Parts);
