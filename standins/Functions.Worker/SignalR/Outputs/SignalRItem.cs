using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>An item of an output as its JSON has it: a message or a change of a group, which its members tell apart.</summary>
internal ref struct SignalRItem
{
    private static ReadOnlySpan<byte> BodyStart => "{\"target\":"u8;

    private static ReadOnlySpan<byte> BodyMiddle => ",\"arguments\":"u8;

    private ReadOnlySpan<byte> _target;
    private ReadOnlySpan<byte> _arguments;
    private string? _connectionId;
    private string? _userId;
    private string? _groupName;
    private string? _action;

    /// <summary>Reads the object at whose start the reader is, and leaves the reader at its end.</summary>
    public static SignalRItem Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var item = new SignalRItem();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = Member(ref reader);
            reader.Read();
            switch (member)
            {
                case "target" when reader.TokenType == JsonTokenType.String:
                    item._target = json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
                    break;
                case "arguments" when reader.TokenType == JsonTokenType.StartArray:
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    item._arguments = json[start..(int)reader.BytesConsumed];
                    break;
                case "connectionId":
                    item._connectionId = Text(ref reader, json);
                    break;
                case "userId":
                    item._userId = Text(ref reader, json);
                    break;
                case "groupName":
                    item._groupName = Text(ref reader, json);
                    break;
                case "action":
                    item._action = Text(ref reader, json);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return item;
    }

    /// <summary>
    /// The call that the item asks for: tried as a message first, then as a change of a group. Null for one that the host passes over.
    /// </summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public readonly SignalRCall? ToCall() =>
        !_target.IsEmpty && !_arguments.IsEmpty ? new(HttpMethod.Post, Recipient() + ":send", Body())
        : _action is not null ? GroupCall(_action)
        : throw new FormatException(
            "An item is neither a message (target and arguments, which may be empty but not null) nor a group action (action).");

    private readonly string Recipient() =>
        Given(_connectionId) is { } connection ? $"connections/{connection}/"
        : Given(_userId) is { } user ? $"users/{user}/"
        : Given(_groupName) is { } group ? $"groups/{group}/"
        : "";

    private readonly byte[] Body()
    {
        var body = new byte[BodyStart.Length + _target.Length + BodyMiddle.Length + _arguments.Length + 1];
        var rest = Append(Append(Append(Append(body, BodyStart), _target), BodyMiddle), _arguments);
        rest[0] = (byte)'}';
        return body;
    }

    private readonly SignalRCall? GroupCall(string action)
    {
        var removesFromAll = action.Equals("removeAll", StringComparison.OrdinalIgnoreCase);
        var method = action.Equals("add", StringComparison.OrdinalIgnoreCase) ? HttpMethod.Put
            : removesFromAll || action.Equals("remove", StringComparison.OrdinalIgnoreCase) ? HttpMethod.Delete
            : throw new FormatException("A group action is none of add, remove and removeAll.");

        if (Given(_connectionId) is { } connection)
        {
            // The host has nothing for a connection to be removed from all groups, and says nothing.
            return removesFromAll
                ? null
                : new(method, $"groups/{Group()}/connections/{connection}", null, ConnectionMayBeGone: method == HttpMethod.Put);
        }

        return Given(_userId) is { } user
            ? new(method, removesFromAll ? $"users/{user}/groups" : $"users/{user}/groups/{Group()}", null)
            : throw new FormatException("A group action has neither connectionId nor userId.");
    }

    private readonly string Group() => Given(_groupName) ?? throw new FormatException("A group action has no groupName.");

    private static string? Given(string? id) => string.IsNullOrEmpty(id) ? null : Uri.EscapeDataString(id);

    private static Span<byte> Append(Span<byte> body, ReadOnlySpan<byte> part)
    {
        part.CopyTo(body);
        return body[part.Length..];
    }

    private static string? Text(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return System.Text.Encoding.UTF8.GetString(json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]);
            default:
                reader.Skip();
                return null;
        }
    }

    // Names count without regard to case, so that any naming policy of the application will do.
    private static string? Member(ref Utf8JsonReader reader)
    {
        foreach (var known in (ReadOnlySpan<string>)["target", "arguments", "connectionId", "userId", "groupName", "action"])
        {
            if (reader.ValueSpan.Length == known.Length && System.Text.Ascii.EqualsIgnoreCase(reader.ValueSpan, known))
                return known;
        }

        return null;
    }
}
