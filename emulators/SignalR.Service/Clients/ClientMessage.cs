using System.Buffers;
using System.Text.Json;

namespace SignalR.Service.Clients;

/// <summary>What the service reads of a client's message; the rest is the upstream's.</summary>
internal readonly record struct ClientMessage(int Type, string? Target, string? InvocationId, bool HasStreams)
{
    /// <exception cref="InvalidDataException">The frame isn't a message of the JSON hub protocol.</exception>
    public static ClientMessage Parse(ReadOnlySequence<byte> frame)
    {
        try
        {
            using var document = JsonDocument.Parse(frame);
            var message = document.RootElement;
            return new ClientMessage(
                message.GetProperty("type"u8).GetInt32(),
                message.TryGetProperty("target"u8, out var target) ? target.GetString() : null,
                message.TryGetProperty("invocationId"u8, out var id) ? id.GetString() : null,
                message.TryGetProperty("streamIds"u8, out var streams) && streams.GetArrayLength() > 0);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException("The message isn't one of the JSON hub protocol.", error);
        }
    }

    /// <summary>Takes one frame, without its separator, off the front of what was read.</summary>
    public static bool TryTakeFrame(ref ReadOnlySequence<byte> read, out ReadOnlySequence<byte> frame)
    {
        if (read.PositionOf(HubFrame.Separator) is not { } end)
        {
            frame = default;
            return false;
        }
        frame = read.Slice(0, end);
        read = read.Slice(read.GetPosition(1, end));
        return true;
    }
}
