namespace ChatFunctions.Client;

/// <summary>Stores the session of one user at one server. Processes can share it.</summary>
public interface ISessionStore
{
    /// <summary>Returns the session, or null if no user is logged in.</summary>
    ValueTask<Session?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the session; null removes it. The caller holds the lock.</summary>
    ValueTask WriteAsync(Session? session, CancellationToken cancellationToken);

    /// <summary>Waits for the right to change the session, until the result is disposed. A refresh token can be used only once.</summary>
    ValueTask<IDisposable> LockAsync(CancellationToken cancellationToken);
}

/// <summary>Keeps a session in memory.</summary>
public sealed class InMemorySessionStore : ISessionStore, IDisposable
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private volatile Session? _session;

    /// <inheritdoc/>
    public ValueTask<Session?> ReadAsync(CancellationToken cancellationToken) => new(_session);

    /// <inheritdoc/>
    public ValueTask WriteAsync(Session? session, CancellationToken cancellationToken)
    {
        _session = session;
        return default;
    }

    /// <inheritdoc/>
    public async ValueTask<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Release(_lock);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private sealed class Release(SemaphoreSlim held) : IDisposable
    {
        public void Dispose() => held.Release();
    }
}
