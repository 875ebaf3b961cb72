using System.Buffers;

namespace Azure.Data.Tables.Rest;

/// <summary>A growing buffer in a pooled array. Nothing of it may be used after it is disposed.</summary>
internal sealed class PooledBuffer(int initialCapacity) : IBufferWriter<byte>, IDisposable
{
    private byte[]? _array = ArrayPool<byte>.Shared.Rent(initialCapacity);
    private int _written;

    public int Length => _written;

    public ReadOnlyMemory<byte> Written => Array.AsMemory(0, _written);

    private byte[] Array => _array ?? throw new ObjectDisposedException(nameof(PooledBuffer));

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.Length - _written);
        _written += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => WithRoomFor(sizeHint).AsMemory(_written);

    public Span<byte> GetSpan(int sizeHint = 0) => WithRoomFor(sizeHint).AsSpan(_written);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _written += bytes.Length;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array) ArrayPool<byte>.Shared.Return(array);
    }

    private byte[] WithRoomFor(int sizeHint)
    {
        byte[] array = Array;
        int needed = _written + Math.Max(sizeHint, 1);
        if (needed <= array.Length) return array;

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, array.Length * 2));
        array.AsSpan(0, _written).CopyTo(larger);
        _array = larger;
        ArrayPool<byte>.Shared.Return(array);
        return larger;
    }
}
