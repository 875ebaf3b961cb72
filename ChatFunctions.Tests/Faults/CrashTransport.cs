using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatFunctions.Tests.Faults;

/// <summary>
/// Sends requests to the real service until the instance "dies": the last request takes effect, its answer is not heard, and nothing
/// follows, not even a retry.
/// </summary>
internal sealed class CrashTransport : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _inner = new();
    private int _left = int.MaxValue;

    /// <summary>Whether it has died since it was last told when to.</summary>
    public bool Died => Volatile.Read(ref _left) < 0;

    /// <summary>Lives again, for so many more requests.</summary>
    public void DieAfter(int requests) => Volatile.Write(ref _left, requests);

    public void Dispose() => _inner.Dispose();

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var left = Interlocked.Decrement(ref _left);
        if (left >= 0)
        {
            await _inner.ProcessAsync(message);
        }

        if (left <= 0)
        {
            Volatile.Write(ref _left, -1);
            throw new CrashedException();
        }
    }
}

/// <summary>Not a failure of storage, so nothing handles it.</summary>
internal sealed class CrashedException() : Exception("The instance is dead.");
