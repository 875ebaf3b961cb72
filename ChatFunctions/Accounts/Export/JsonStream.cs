using System.IO.Pipelines;
using System.Text.Json;

namespace ChatFunctions.Accounts.Export;

/// <summary>Writes a JSON document in parts, no faster than it is read, so that memory use doesn't grow with the document.</summary>
internal sealed class JsonStream(PipeWriter pipe, CancellationToken cancellationToken) : IDisposable
{
    private const int FlushAfter = 32 * 1024;

    private readonly Utf8JsonWriter _json = new(pipe, new JsonWriterOptions { Encoder = ChatJson.Options.Encoder });

    /// <summary>Writes a property, or in an array an element.</summary>
    public Task WriteAsync<T>(T value, string? name = null)
    {
        Name(name);
        JsonSerializer.Serialize(_json, value, ChatJson.TypeInfo<T>());
        return FlushAsync(atLeast: FlushAfter);
    }

    public async Task ObjectAsync(Func<Task> members)
    {
        _json.WriteStartObject();
        await members();
        _json.WriteEndObject();
        await FlushAsync(atLeast: FlushAfter);
    }

    public async Task ArrayAsync<T>(string name, IAsyncEnumerable<T> elements, Func<T, Task> write)
    {
        Name(name);
        _json.WriteStartArray();
        await foreach (var element in elements)
        {
            await write(element);
        }

        _json.WriteEndArray();
    }

    /// <summary>Sends the rest. Disposing without it leaves the document incomplete.</summary>
    public Task CompleteAsync() => FlushAsync(atLeast: 0);

    public void Dispose() => _json.Dispose();

    private void Name(string? name)
    {
        if (name is not null)
        {
            _json.WritePropertyName(name);
        }
    }

    private async Task FlushAsync(int atLeast)
    {
        if (_json.BytesPending + pipe.UnflushedBytes >= atLeast)
        {
            await _json.FlushAsync(cancellationToken);
            await pipe.FlushAsync(cancellationToken);
        }
    }
}
