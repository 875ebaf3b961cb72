using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatFunctions.Tests.Faults;

/// <summary>Counts range reads of rooms, and holds them while it is closed.</summary>
internal sealed class RangeReadGate : HttpPipelinePolicy
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _open = new();
    private int _inFlight;

    public RangeReadGate() => _open.SetResult();

    public int Count { get; private set; }

    public int InFlight => Volatile.Read(ref _inFlight);

    public int MostInFlight { get; private set; }

    public void Close() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _open.SetResult();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (!message.Request.Uri.Path.EndsWith("Rooms()", StringComparison.Ordinal))
        {
            await ProcessNextAsync(message, pipeline);
            return;
        }

        lock (_gate)
        {
            Count++;
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
        }

        try
        {
            await _open.Task.WaitAsync(message.CancellationToken);
            await ProcessNextAsync(message, pipeline);
        }
        finally
        {
            lock (_gate)
            {
                _inFlight--;
            }
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
}
