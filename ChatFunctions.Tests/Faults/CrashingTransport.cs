using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatFunctions.Tests.Faults;

/// <summary>Simulates a crash: from one write on, no request reaches the service and no answer returns.</summary>
/// <param name="crashAt">The number of the first write that doesn't reach the service, from 1.</param>
internal sealed class CrashingTransport(int crashAt) : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _inner = new();
    private readonly TaskCompletionSource _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writes;

    /// <summary>Completes when the simulated crash has happened.</summary>
    public Task Crashed => _crashed.Task;

    public void Dispose() => _inner.Dispose();

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var isRead = message.Request.Method == RequestMethod.Get || message.Request.Method == RequestMethod.Head;
        if ((isRead ? Volatile.Read(ref _writes) : Interlocked.Increment(ref _writes)) < crashAt)
        {
            await _inner.ProcessAsync(message);
        }
        else
        {
            _crashed.TrySetResult();
            await Task.Delay(Timeout.Infinite);
        }
    }
}
