using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ChatFunctions.Tests.Faults;

/// <summary>Injects faults into the requests of one storage client without a socket, for tests that replace a service of the app.</summary>
/// <param name="choose">The fault for a request.</param>
internal sealed class FaultTransport(Func<Request, Fault> choose) : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _inner = new();

    public void Dispose() => _inner.Dispose();

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        switch (choose(message.Request))
        {
            case Fault.LostBefore:
                throw Lost();
            case Fault.LostAfter:
                await _inner.ProcessAsync(message);
                throw Lost();
            case Fault.Doubled:
                await _inner.ProcessAsync(message);
                message.Response.Dispose();
                await _inner.ProcessAsync(message);
                break;
            case Fault.Late:
                var late = Copy(message.Request);
                _ = SendLateAsync(late);
                throw Lost();
            case Fault.Busy:
                message.Response = new FaultResponse(503, message.Request.ClientRequestId);
                break;
            case Fault.FailedAfter:
                await _inner.ProcessAsync(message);
                message.Response.Dispose();
                message.Response = new FaultResponse(500, message.Request.ClientRequestId);
                break;
            case Fault.Slow:
                await Task.Delay(25);
                await _inner.ProcessAsync(message);
                break;
            case Fault.Hangs:
                await Task.Delay(Timeout.Infinite, message.CancellationToken);
                break;
            default:
                await _inner.ProcessAsync(message);
                break;
        }
    }

    private static RequestFailedException Lost() => new(0, "The connection was cut.", new IOException("The connection was cut."));

    private async Task SendLateAsync(HttpMessage message)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 30)));
        await _inner.ProcessAsync(message);
        message.Response.Dispose();
    }

    /// <summary>Copies a request, because the sender disposes its own when it gives up.</summary>
    private HttpMessage Copy(Request request)
    {
        var copy = _inner.CreateRequest();
        copy.Method = request.Method;
        copy.Uri.Reset(request.Uri.ToUri());
        foreach (var header in request.Headers)
        {
            copy.Headers.SetValue(header.Name, header.Value);
        }

        if (request.Content is not null)
        {
            using var body = new MemoryStream();
            request.Content.WriteTo(body, CancellationToken.None);
            copy.Content = RequestContent.Create(body.ToArray());
        }

        return new HttpMessage(copy, new ResponseClassifier());
    }
}
