using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatFunctions.Tests.Faults;

/// <summary>Sends requests to the real service until the process dies: at one of them everything stops, and no answer ever comes again.</summary>
/// <param name="deathAt">At which request, from 1: it doesn't reach the service, those before it do.</param>
internal sealed class DyingTransport(int deathAt) : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _inner = new();
    private readonly TaskCompletionSource _dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;

    /// <summary>Completes when everything has stopped.</summary>
    public Task Dead => _dead.Task;

    public void Dispose() => _inner.Dispose();

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var request = Interlocked.Increment(ref _requests);
        if (request < deathAt)
        {
            await _inner.ProcessAsync(message);
        }
        else
        {
            _dead.TrySetResult();
            await Task.Delay(Timeout.Infinite);
        }
    }
}
