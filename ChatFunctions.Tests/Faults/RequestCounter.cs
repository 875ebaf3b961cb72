using Azure.Core;
using Azure.Core.Pipeline;
using ChatFunctions.Hosting;

namespace ChatFunctions.Tests.Faults;

/// <summary>
/// Counts the requests that really go to storage, retries included; apart from those that read which sessions have ended, which an instance makes
/// every few seconds.
/// </summary>
internal sealed class RequestCounter : HttpPipelinePolicy
{
    private int _count;
    private int _endedSessionReads;

    public int Count => Volatile.Read(ref _count);

    /// <summary>How often the list of ended sessions was read.</summary>
    public int EndedSessionReads => Volatile.Read(ref _endedSessionReads);

    /// <returns>How many requests something takes.</returns>
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
        await ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
}
