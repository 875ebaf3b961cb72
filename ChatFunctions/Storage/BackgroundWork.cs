using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Storage;

/// <summary>
/// What an instance does after it has answered, such as tidying up. It may die half-way with the instance, so only work belongs here
/// that somebody else takes up again.
/// </summary>
internal sealed class BackgroundWork(TimeProvider clock, ILogger<BackgroundWork> logger)
{
    private readonly ConcurrentDictionary<string, Task> _running = new();

    /// <param name="name">What it is and what for: while work of a name is under way, it isn't started again.</param>
    /// <param name="work">The work.</param>
    public void Start(string name, Func<Task> work)
    {
        var start = new TaskCompletionSource();
        if (_running.TryAdd(name, RunAsync()))
        {
            start.SetResult();
        }

        async Task RunAsync()
        {
            await start.Task;
            var started = clock.GetTimestamp();
            try
            {
                await Task.Run(work);
                logger.BackgroundWorkDone(name, clock.GetElapsedTime(started).TotalMilliseconds);
            }
            catch (Exception e)
            {
                // Nobody waits for it; whoever meets what it left undone does it.
                logger.BackgroundWorkFailed(e, name);
            }
            finally
            {
                _running.TryRemove(name, out _);
            }
        }
    }

    /// <summary>Completes when nothing is under way any more.</summary>
    public async Task IdleAsync()
    {
        while (_running.Values.ToArray() is { Length: > 0 } running)
        {
            await Task.WhenAll(running);
        }
    }
}
