using System.Text.Json;

namespace SignalR.Service.Upstream;

/// <summary>Something that a client did, as the webhook's headers and body tell it.</summary>
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
