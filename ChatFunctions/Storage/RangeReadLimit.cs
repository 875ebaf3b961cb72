using System.Threading.RateLimiting;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatFunctions.Storage;

/// <summary>
/// Limits the range reads of rooms that this instance has in flight. Others wait here instead of in storage, where they would delay commits and
/// reads of single rows.
/// </summary>
internal sealed class RangeReadLimit(TimeProvider clock) : HttpPipelinePolicy, IDisposable
{
    public const int MaxReads = 16;

    /// <summary>A read that has waited this long is refused.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <summary>About what is read within <see cref="MaxWait"/>. A room list alone makes 64 reads.</summary>
    private const int MaxWaiting = 2_000;

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = MaxReads, QueueLimit = MaxWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (message.Request.Method != RequestMethod.Get || message.Request.Uri.Path?.EndsWith("()", StringComparison.Ordinal) is not true)
        {
            await ProcessNextAsync(message, pipeline);
            return;
        }

        using var permit = await AcquireAsync(message.CancellationToken);
        if (!permit.IsAcquired)
        {
            throw new TooManyReadsException();
        }

        await ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Storage is only ever called asynchronously.");

    public void Dispose() => _limiter.Dispose();

    private async ValueTask<RateLimitLease> AcquireAsync(CancellationToken cancellationToken)
    {
        var free = _limiter.AttemptAcquire();
        if (free.IsAcquired)
        {
            return free;
        }

        using var timeout = new CancellationTokenSource(MaxWait, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await _limiter.AcquireAsync(cancellationToken: ended.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return free;
        }
    }
}

/// <summary>This instance has too many range reads of rooms in flight.</summary>
internal sealed class TooManyReadsException() : Exception("Too many range reads are in flight.");
