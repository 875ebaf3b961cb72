using ChatFunctions.Storage;

namespace ChatFunctions.Http;

public enum HealthStatus
{
    Up,
    Down,
}

/// <summary>The answer of <c>GET /api/health</c>.</summary>
/// <param name="Status">Up only if every part is.</param>
/// <param name="Parts">Each part that the service needs.</param>
public sealed record HealthReport(HealthStatus Status, IReadOnlyDictionary<string, HealthStatus> Parts);

/// <summary>Says whether what the service stands on answers.</summary>
internal sealed class Health(ChatTables tables, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthReport> CheckAsync(CancellationToken cancellationToken)
    {
        var storage = await StorageAsync(cancellationToken);
        return new HealthReport(storage, new Dictionary<string, HealthStatus> { ["storage"] = storage });
    }

    private async Task<HealthStatus> StorageAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await tables.Users.GetEntityIfExistsAsync<TableProbe>("health", "health", cancellationToken: either.Token);
            return HealthStatus.Up;
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            return HealthStatus.Down;
        }
    }

    private sealed class TableProbe : Row;
}
