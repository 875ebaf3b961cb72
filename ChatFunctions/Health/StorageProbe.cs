using ChatFunctions.Storage;

namespace ChatFunctions.Health;

/// <summary>Reads a row that isn't there: one point read.</summary>
internal sealed class StorageProbe(ChatTables tables) : IHealthProbe
{
    public string Part => "storage";

    public Task AskAsync(CancellationToken cancellationToken) => Task.WhenAll(tables.Accounts.Select(account => account.Users.FindAsync<NoRow>("health", "health", cancellationToken)));

    private sealed class NoRow : Row;
}
