using System.Text.Json.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>One of several service instances.</summary>
public sealed class SignalREndpoint
{
    public SignalREndpointType EndpointType { get; set; }

    public string Name { get; set; } = null!;

    public string Endpoint { get; set; } = null!;

    public bool Online { get; set; }
}

/// <summary>The part that a service instance plays.</summary>
[JsonConverter(typeof(JsonStringEnumConverter))]
public enum SignalREndpointType
{
    Primary,
    Secondary,
}
