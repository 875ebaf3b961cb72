using System.Buffers;
using System.Text;
using System.Text.Json;
using MessagePack;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Functions.Host.SignalR;

/// <summary>The body of a webhook call, in JSON or MessagePack.</summary>
/// <param name="InvocationId">The id of the invocation; null if the client doesn't wait for a completion.</param>
/// <param name="Error">Why a connection closed.</param>
internal sealed record UpstreamMessage(int Type, string? InvocationId, string? Target, JsonElement[]? Arguments, string? Error)
{
    public const int Invocation = 1;
    public const int Opened = 10;
    public const int Closed = 11;
    public const string JsonType = "application/json";
    public const string MessagePackType = "application/x-msgpack";

    private static readonly MessagePackSerializerOptions Untrusted = MessagePackSerializerOptions.Standard.WithSecurity(MessagePackSecurity.UntrustedData);

    /// <exception cref="FormatException">It isn't a message of the service.</exception>
    public static UpstreamMessage Parse(string mediaType, ReadOnlyMemory<byte> body)
    {
        try
        {
            if (mediaType == JsonType)
                return JsonSerializer.Deserialize<UpstreamMessage>(body.Span, JsonSerializerOptions.Web) ?? throw new FormatException("The body is null.");

            // The service reports only invocations in MessagePack: [type, headers, id, target, arguments].
            var parts = JsonElement.Parse(MessagePackSerializer.ConvertToJson(new ReadOnlySequence<byte>(body), Untrusted));
            return new(parts[0].GetInt32(), parts[2].GetString(), parts[3].GetString(), [.. parts[4].EnumerateArray()], null);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or IndexOutOfRangeException or MessagePackSerializationException)
        {
            throw new FormatException("The body isn't a message of Azure SignalR Service.", malformed);
        }
    }

    /// <summary>Writes the completion that answers an invocation.</summary>
    /// <param name="error">Why the function failed; null if it succeeded.</param>
    /// <param name="result">What the function returned, in JSON.</param>
    public static ReadOnlyMemory<byte> Complete(string mediaType, string invocationId, string? error, string result)
    {
        IHubProtocol protocol = mediaType == JsonType ? new JsonHubProtocol() : new MessagePackHubProtocol();
        var raw = mediaType == JsonType ? Encoding.UTF8.GetBytes(result) : MessagePackSerializer.ConvertFromJson(result);
        return protocol.GetMessageBytes(error is null
            ? CompletionMessage.WithResult(invocationId, new RawResult(new(raw)))
            : CompletionMessage.WithError(invocationId, error));
    }
}
