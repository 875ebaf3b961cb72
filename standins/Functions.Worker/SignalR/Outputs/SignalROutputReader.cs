using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>
/// Reads an output's items, one item or an array of them, one after another so that each can be sent before the next is looked at.
/// </summary>
internal sealed class SignalROutputReader(byte[] json)
{
    private JsonReaderState _state;
    private int _offset;
    private bool _started;
    private bool _inArray;

    /// <summary>The next call to make; false when there is none left.</summary>
    /// <exception cref="FormatException">The next item is nothing that can be sent.</exception>
    /// <exception cref="JsonException">The output isn't JSON.</exception>
    public bool TryRead(out SignalRCall? call)
    {
        call = null;
        if (_started && !_inArray)
            return false;

        var reader = new Utf8JsonReader(json.AsSpan(_offset), isFinalBlock: true, _state);
        reader.Read();
        if (!_started)
        {
            _started = true;
            if (reader.TokenType == JsonTokenType.Null)
                return false;

            if (reader.TokenType == JsonTokenType.StartArray)
            {
                _inArray = true;
                reader.Read();
            }
        }

        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _inArray = false;
            return false;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException($"An item is a JSON {reader.TokenType}, not an object.");

        call = SignalRItem.Read(ref reader, json.AsSpan(_offset)).ToCall();
        _offset += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        return true;
    }
}
