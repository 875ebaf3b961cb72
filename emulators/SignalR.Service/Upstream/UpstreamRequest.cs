using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SignalR.Service.Clients;
using SignalR.Service.Tokens;

namespace SignalR.Service.Upstream;

/// <summary>
/// Builds the webhook request for one event.
/// Source: https://learn.microsoft.com/azure/azure-signalr/concept-upstream#serverless-protocols
/// </summary>
internal static class UpstreamRequest
{
    public static HttpRequestMessage Create(Uri url, ClientConnection connection, UpstreamEvent raised, byte[] accessKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(raised.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        Add("X-ASRS-Connection-Id", connection.Id);
        Add("X-ASRS-Hub", connection.Hub);
        Add("X-ASRS-Category", raised.Category);
        Add("X-ASRS-Event", raised.Name);
        Add("X-ASRS-User-Id", connection.UserId);
        Add("X-ASRS-User-Claims", string.Join(", ", connection.Identity.Claims.Select(Describe)));
        Add("X-ASRS-Client-Query", connection.Identity.Query);
        Add("X-ASRS-Signature", UpstreamSignature.Of(connection.Id, accessKey));
        return request;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                request.Headers.TryAddWithoutValidation(name, OneLine(value));
        }
    }

    private static string Describe(Claim claim) => $"{claim.OriginalType()}: {claim.Value}";

    // Names and claims are the app's own text; a header can't hold line breaks and other control characters.
    private static string OneLine(string value) =>
        value.Any(char.IsControl) ? new StringBuilder().AppendJoin("", value.Select(c => char.IsControl(c) ? ' ' : c)).ToString() : value;
}

/// <summary>A client event, as the webhook's headers and body describe it.</summary>
internal sealed record UpstreamEvent(string Category, string Name, byte[] Body)
{
    private const string Connections = "connections";
    private const string Messages = "messages";

    // Types of the serverless protocol beyond those of the hub protocol.
    private const int OpenConnection = 10;
    private const int CloseConnection = 11;

    public static UpstreamEvent Connected() =>
        new(Connections, "connected", JsonSerializer.SerializeToUtf8Bytes(new { type = OpenConnection }));

    public static UpstreamEvent Disconnected(string? error) =>
        new(Connections, "disconnected", error is null
            ? JsonSerializer.SerializeToUtf8Bytes(new { type = CloseConnection })
            : JsonSerializer.SerializeToUtf8Bytes(new { type = CloseConnection, error }));

    /// <param name="target">The method that the client named.</param>
    /// <param name="payload">Its invocation as it came.</param>
    public static UpstreamEvent Invoked(string target, byte[] payload) => new(Messages, target, payload);
}

/// <summary>The webhook's signature, made with the access key. It covers only the connection id.</summary>
internal static class UpstreamSignature
{
    public static string Of(string connectionId, byte[] accessKey) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(accessKey, Encoding.UTF8.GetBytes(connectionId)));
}
