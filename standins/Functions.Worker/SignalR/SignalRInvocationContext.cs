using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>An event that Azure SignalR Service reported.</summary>
public sealed class SignalRInvocationContext
{
    /// <summary>The arguments of a message, each a <see cref="System.Text.Json.JsonElement"/>; null for connection events.</summary>
    public object[]? Arguments { get; set; }

    /// <summary>Why a connection ended; null where it ended in order, and for other events.</summary>
    public string? Error { get; set; }

    public SignalRInvocationCategory Category { get; set; }

    /// <summary><c>connected</c>, <c>disconnected</c>, or the name that the client invoked.</summary>
    public string Event { get; set; } = null!;

    public string Hub { get; set; } = null!;

    public string ConnectionId { get; set; } = null!;

    /// <summary>The user; null for a connection without one.</summary>
    public string UserId { get; set; } = null!;

    public IDictionary<string, StringValues> Headers { get; set; } = null!;

    /// <summary>The query string with which the client connected; null when there was none.</summary>
    public IDictionary<string, StringValues> Query { get; set; } = null!;

    /// <summary>The claims of the client's token, the first of each type; null when there was none.</summary>
    public IDictionary<string, StringValues> Claims { get; set; } = null!;
}

/// <summary>The kind of an event.</summary>
[JsonConverter(typeof(JsonStringEnumConverter))]
public enum SignalRInvocationCategory
{
    Connections,
    Messages,
}
