using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>The body of a webhook call.</summary>
/// <param name="Type">1 for an invocation, 10 for a connection opened, 11 for one closed.</param>
/// <param name="InvocationId">The id under which the client waits for an answer; null when it doesn't.</param>
/// <param name="Target">What the client invoked.</param>
/// <param name="Arguments">With what, each a <see cref="JsonElement"/>.</param>
/// <param name="Error">Why a connection was closed.</param>
internal sealed record UpstreamMessage(int Type, string? InvocationId, string? Target, object[] Arguments, string? Error)
{
    public const int Invocation = 1;
    public const int Opened = 10;
    public const int Closed = 11;

    /// <exception cref="FormatException">It is no message of the service.</exception>
    public static UpstreamMessage Parse(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("type", out var type) || !type.TryGetInt32(out var number))
            throw new FormatException("The body is no message of Azure SignalR Service.");

        return new(number, Text(body, "invocationId"), Text(body, "target"), ReadArguments(body), Text(body, "error"));
    }

    private static object[] ReadArguments(JsonElement body) =>
        body.TryGetProperty("arguments", out var arguments) && arguments.ValueKind == JsonValueKind.Array
            ? [.. arguments.EnumerateArray().Select(argument => (object)argument)]
            : [];

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
