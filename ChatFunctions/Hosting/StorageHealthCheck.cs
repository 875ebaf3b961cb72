using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatFunctions.Hosting;

/// <summary>Reads a row that doesn't exist, in each account: one point read.</summary>
internal sealed class StorageHealthCheck(ChatTables tables) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        await Task.WhenAll(tables.Accounts.Select(account => account.Users.FindAsync<NoRow>("health", "health", cancellationToken)));
        return HealthCheckResult.Healthy();
    }

    private sealed record NoRow : Row;
}
