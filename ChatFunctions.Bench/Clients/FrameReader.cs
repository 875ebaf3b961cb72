using System.Text.Json;

namespace ChatFunctions.Bench.Clients;

/// <summary>
/// Finds the messages in a frame of the JSON hub protocol (https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md)
/// without allocating objects. All listeners of a room get the same bytes, so a frame that equals the last one isn't parsed again.
/// </summary>
internal sealed class FrameReader
{
    /// <summary>The tags of the texts in <c>{"arguments":[roomId,[{"text":"..."}]]}</c>.</summary>
    private const int TextDepth = 4;

    private readonly Frame?[] _recent = new Frame?[256];

    public ReadOnlySpan<MessageTag> Read(ReadOnlySpan<byte> frame)
    {
        ref var recent = ref _recent[frame.Length % _recent.Length];
        if (Volatile.Read(ref recent) is { } known && frame.SequenceEqual(known.Bytes))
        {
            return known.Tags;
        }

        var read = new Frame(frame.ToArray(), Parse(frame));
        Volatile.Write(ref recent, read);
        return read.Tags;
    }

    private static MessageTag[] Parse(ReadOnlySpan<byte> frame)
    {
        var tags = new List<MessageTag>();
        var json = new Utf8JsonReader(frame);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == TextDepth && json.ValueTextEquals("text"u8))
            {
                json.Read();
                if (MessageTag.Read(json.ValueSpan) is { } tag)
                {
                    tags.Add(tag);
                }
            }
        }

        return [.. tags];
    }

    private sealed record Frame(byte[] Bytes, MessageTag[] Tags);
}
