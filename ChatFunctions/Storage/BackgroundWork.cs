using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace ChatFunctions.Storage;

/// <summary>
/// Work after an answer, such as updating copies. It can be lost if the instance ends or has too much of it, so it must be work that is
/// repeated when it turns out to be missing.
/// </summary>
internal sealed class BackgroundWork(TimeProvider clock, ILogger<BackgroundWork> logger) : IHostedService, IDisposable
{
    /// <summary>The most work that runs concurrently.</summary>
    private const int MaxRunning = 32;

    /// <summary>The most work that runs or waits; more is dropped.</summary>
    private const int MaxStarted = 2_000;

    /// <summary>How long the app waits for it when it stops.</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Task> _started = new();
    private readonly SemaphoreSlim _slots = new(MaxRunning);

    /// <summary>Starts work outside the caller's ExecutionContext, so that its traces and logs don't belong to the caller.</summary>
    public static Task Detach(Func<Task> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return work();
        }

        using (ExecutionContext.SuppressFlow())
        {
            return work();
        }
    }

    /// <param name="name">The name of the work and its subject. Work isn't started while work of the same name runs or waits.</param>
    public void Start(string name, Func<Task> work)
    {
        var ended = new TaskCompletionSource();
        if (_started.Count >= MaxStarted)
        {
            logger.BackgroundWorkDropped(name);
        }
        else if (_started.TryAdd(name, ended.Task))
        {
            _ = Detach(() => Task.Run(() => RunAsync(name, work, ended)));
        }
    }

    private async Task RunAsync(string name, Func<Task> work, TaskCompletionSource ended)
    {
        await _slots.WaitAsync();
        var started = clock.GetTimestamp();
        try
        {
            await work();
            logger.BackgroundWorkDone(name, clock.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception e)
        {
            // Nothing awaits this work, and it is repeated when it turns out to be missing.
            logger.BackgroundWorkFailed(e, name);
        }
        finally
        {
            _slots.Release();
            _started.TryRemove(name, out _);
            ended.SetResult();
        }
    }

    /// <summary>Completes when no work runs or waits.</summary>
    public async Task IdleAsync()
    {
        while (_started.Values.ToArray() is { Length: > 0 } started)
        {
            await Task.WhenAll(started);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits a few seconds for running work.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await IdleAsync().WaitAsync(DrainTimeout, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            logger.BackgroundWorkCut(_started.Count);
        }
    }

    public void Dispose() => _slots.Dispose();
}

internal static partial class LogMessages
{
    [LoggerMessage(11, LogLevel.Debug, "Background work done: {Name}, in {Milliseconds:0} ms")]
    public static partial void BackgroundWorkDone(this ILogger logger, string name, double milliseconds);

    [LoggerMessage(10, LogLevel.Warning, "Background work failed: {Name}")]
    public static partial void BackgroundWorkFailed(this ILogger logger, Exception exception, string name);

    [LoggerMessage(12, LogLevel.Warning, "Background work dropped, as too much is under way: {Name}")]
    public static partial void BackgroundWorkDropped(this ILogger logger, string name);

    [LoggerMessage(13, LogLevel.Warning, "Stopping before the end of {Count} pieces of background work")]
    public static partial void BackgroundWorkCut(this ILogger logger, int count);
}
