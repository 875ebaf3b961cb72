using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables.Rest;

/// <summary>
/// Reads an error from <c>{"odata.error": {"code", "message": {"value"}}}</c>, or its code from the header where the body has
/// another shape. In a transaction the message begins with the index of the action that failed: "2:The specified entity ...".
/// </summary>
internal sealed class ServiceErrorParser : RequestFailedDetailsParser
{
    public static ServiceErrorParser Instance { get; } = new();

    public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = FromBody(response) ?? FromHeader(response);
        if (error?.Message is { } message && ActionIndexOf(message) is { } index)
            data = new Dictionary<string, string> { [TableTransactionFailedException.FailedActionIndexKey] = index };
        return error is not null;
    }

    private static ResponseError? FromBody(Response response)
    {
        if (response.ContentStream is not { CanSeek: true, Length: > 0 }) return null;
        try
        {
            using var document = JsonDocument.Parse(response.Content.ToMemory());
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("odata.error", out var error)) return null;
            string? code = error.TryGetProperty("code", out var c) ? c.GetString() : null;
            string? message = error.TryGetProperty("message", out var m) && m.TryGetProperty("value", out var value) ? value.GetString() : null;
            return new ResponseError(code, message);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ResponseError? FromHeader(Response response) =>
        response.Headers.TryGetValue("x-ms-error-code", out string? code) ? new ResponseError(code, response.ReasonPhrase) : null;

    private static string? ActionIndexOf(string message)
    {
        int colon = message.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? message[..colon] : null;
    }
}
