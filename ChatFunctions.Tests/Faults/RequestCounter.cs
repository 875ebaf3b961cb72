using Azure.Core;
using Azure.Core.Pipeline;
using ChatFunctions.Hosting;

namespace ChatFunctions.Tests.Faults;

/// <summary>
/// Counts requests to storage, including retries. Requests for the list of ended sessions, which an instance makes
/// every few seconds, are counted separately.
/// </summary>
internal sealed class RequestCounter : HttpPipelinePolicy
{
    private int _count;
    private int _endedSessionReads;

    public int Count => Volatile.Read(ref _count);

    /// <summary>The number of reads of the list of ended sessions.</summary>
    public int EndedSessionReads => Volatile.Read(ref _endedSessionReads);

    /// <summary>Every request waits for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <returns>The number of requests of an operation.</returns>
    public async Task<int> CountAsync(Func<Task> something)
    {
        var before = Count;
        await something();
        return Count - before;
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        _ = message.Request.Uri.Query.Contains($"%27{EndedSessions.Partition}%27", StringComparison.Ordinal)
            ? Interlocked.Increment(ref _endedSessionReads)
            : Interlocked.Increment(ref _count);
        await Gate;
        await ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
}
