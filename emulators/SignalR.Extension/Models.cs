using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The URL and token with which a client connects to Azure SignalR Service.</summary>
public sealed class SignalRConnectionInfo
{
    public string Url { get; set; } = null!;

    public string AccessToken { get; set; } = null!;
}

/// <summary>A message to a connection, else a user, else a group, else every connection of the hub.</summary>
public sealed class SignalRMessageAction
{
    /// <param name="target">The name of the method to invoke on clients.</param>
    public SignalRMessageAction(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <param name="target">The name of the method to invoke on clients.</param>
    /// <param name="arguments">Its arguments. The host refuses a message whose arguments are null.</param>
    public SignalRMessageAction(string target, object[]? arguments)
        : this(target) => Arguments = arguments;

    public string? ConnectionId { get; set; }

    public string? UserId { get; set; }

    public string? GroupName { get; set; }

    public string Target { get; }

    public object[]? Arguments { get; set; }

    public SignalREndpoint[]? Endpoints { get; set; }
}

/// <summary>Adds a connection or a user to a group, or removes it.</summary>
public sealed class SignalRGroupAction(SignalRGroupActionType actionType)
{
    public string? ConnectionId { get; set; }

    public string? UserId { get; set; }

    public string? GroupName { get; set; }

    public SignalRGroupActionType Action { get; set; } = actionType;

    public SignalREndpoint[]? Endpoints { get; set; }
}

[JsonConverter(typeof(JsonStringEnumConverter))]
public enum SignalRGroupActionType
{
    Add,
    Remove,

    /// <summary>Removes a user from all groups.</summary>
    RemoveAll,
}

/// <summary>One of several service instances.</summary>
public sealed class SignalREndpoint
{
    public SignalREndpointType EndpointType { get; set; }

    public string Name { get; set; } = null!;

    public string Endpoint { get; set; } = null!;

    public bool Online { get; set; }
}

[JsonConverter(typeof(JsonStringEnumConverter))]
public enum SignalREndpointType
{
    Primary,
    Secondary,
}

/// <summary>An event that Azure SignalR Service reported.</summary>
public sealed class SignalRInvocationContext
{
    /// <summary>The arguments of a client's invocation; null for connection events.</summary>
    public object[]? Arguments { get; set; }

    /// <summary>The error that closed the connection; null if it closed normally, and for other events.</summary>
    public string? Error { get; set; }

    public SignalRInvocationCategory Category { get; set; }

    public string Event { get; set; } = null!;

    public string Hub { get; set; } = null!;

    public string ConnectionId { get; set; } = null!;

    /// <summary>Null for an anonymous connection.</summary>
    public string UserId { get; set; } = null!;

    [JsonConverter(typeof(StringValuesDictionaryConverter))]
    public IDictionary<string, StringValues> Headers { get; set; } = null!;

    [JsonConverter(typeof(StringValuesDictionaryConverter))]
    public IDictionary<string, StringValues> Query { get; set; } = null!;

    [JsonConverter(typeof(StringValuesDictionaryConverter))]
    public IDictionary<string, StringValues> Claims { get; set; } = null!;
}

[JsonConverter(typeof(JsonStringEnumConverter))]
public enum SignalRInvocationCategory
{
    Connections,
    Messages,
}

/// <summary>Reads objects whose members are a string or an array of strings.</summary>
internal sealed class StringValuesDictionaryConverter : JsonConverter<IDictionary<string, StringValues>>
{
    public override IDictionary<string, StringValues>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        return json.RootElement.EnumerateObject().ToDictionary(
            member => member.Name,
            member => member.Value.ValueKind == JsonValueKind.Array
                ? new StringValues([.. member.Value.EnumerateArray().Select(item => item.GetString())])
                : new StringValues(member.Value.GetString()),
            StringComparer.OrdinalIgnoreCase);
    }

    public override void Write(Utf8JsonWriter writer, IDictionary<string, StringValues> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, values) in value)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, values.ToArray(), options);
        }

        writer.WriteEndObject();
    }
}
