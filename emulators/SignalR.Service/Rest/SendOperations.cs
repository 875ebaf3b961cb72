using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using SignalR.Service.Clients;

namespace SignalR.Service.Rest;

/// <summary>Sends a message. It is accepted once it is queued for the recipients that are connected; delivery isn't reported.</summary>
internal static class SendOperations
{
    private const string Json = "application/json";

    public static Task<RestReply> ToAll(RestRequest request) => SendAsync(request, () => request.NotExcluded(request.Hub.All));

    public static Task<RestReply> ToGroup(RestRequest request) => SendAsync(request, () => request.NotExcluded(request.Hub.OfGroup(request.Group)));

    public static Task<RestReply> ToUser(RestRequest request) => SendAsync(request, () => request.Hub.OfUser(request.User));

    public static Task<RestReply> ToConnection(RestRequest request) =>
        SendAsync(request, () => request.Hub.Find(request.Connection) is { } connection ? [connection] : []);

    // Recipients are looked up after the body has arrived, when the message can be queued.
    private static async Task<RestReply> SendAsync(RestRequest request, Func<IEnumerable<ClientConnection>> recipients)
    {
        if (request.Http.ContentType is { } type && !type.StartsWith(Json, StringComparison.OrdinalIgnoreCase))
            return new RestReply(StatusCodes.Status415UnsupportedMediaType, "Error.Request.UnsupportedMediaType", $"The body must be {Json}.");

        var body = new MemoryStream((int)Math.Min(request.Http.ContentLength ?? 0, ServiceOptions.MaxBodyBytes));
        try
        {
            await request.Http.Body.CopyToAsync(body, request.Http.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException refused)
        {
            return new RestReply(refused.StatusCode, "Error.Request.Invalid", refused.Message);
        }

        if (!MessageBody.TryParse(body.GetBuffer().AsMemory(0, (int)body.Length), out var frame, out var error))
            return RestReply.BadRequest(error);
        foreach (var connection in recipients())
            connection.Send(frame);
        return RestReply.Accepted;
    }
}

/// <summary>The body of a send: <c>{"target": "newMessage", "arguments": [...]}</c>, property names in any case.</summary>
internal sealed record MessageBody(string? Target, JsonElement Arguments)
{
    private static ReadOnlySpan<byte> NoArguments => "[]"u8;

    /// <summary>Reads a body into the frame that its recipients get, with the arguments copied byte for byte.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> body, out ReadOnlyMemory<byte> frame, out string error)
    {
        frame = default;
        error = "";
        try
        {
            // The arguments are never decoded, but clients need valid UTF-8.
            if (!Utf8.IsValid(body.Span))
                throw new JsonException("It isn't UTF-8.");
            var message = JsonSerializer.Deserialize(body.Span, MessageBodyJson.Default.MessageBody);
            if (message?.Target is not { } target)
                error = "The message must be an object with a target.";
            else if (message.Arguments.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
                frame = HubFrame.Invocation(target, NoArguments);
            else if (message.Arguments.ValueKind == JsonValueKind.Array)
                frame = HubFrame.Invocation(target, JsonMarshal.GetRawUtf8Value(message.Arguments));
            else
                error = "The message's arguments must be an array.";
        }
        catch (JsonException fault)
        {
            error = $"The message isn't valid. {fault.Message}";
        }
        return error.Length == 0;
    }
}

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(MessageBody))]
internal sealed partial class MessageBodyJson : JsonSerializerContext;
