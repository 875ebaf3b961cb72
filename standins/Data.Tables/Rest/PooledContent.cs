using Azure.Core;

namespace Azure.Data.Tables.Rest;

/// <summary>A request's body in a pooled buffer, which goes back to the pool with the request.</summary>
internal sealed class PooledContent(PooledBuffer buffer) : RequestContent
{
    public override void WriteTo(Stream stream, CancellationToken cancellation) => stream.Write(buffer.Written.Span);

    public override Task WriteToAsync(Stream stream, CancellationToken cancellation) => stream.WriteAsync(buffer.Written, cancellation).AsTask();

    public override bool TryComputeLength(out long length)
    {
        length = buffer.Length;
        return true;
    }

    public override void Dispose() => buffer.Dispose();
}
