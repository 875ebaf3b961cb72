namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where and with what a client connects.</summary>
public sealed class SignalRConnectionInfo
{
    /// <summary>The client endpoint of the service with the hub.</summary>
    public string Url { get; set; } = null!;

    /// <summary>The token that the client shows there.</summary>
    public string AccessToken { get; set; } = null!;
}
