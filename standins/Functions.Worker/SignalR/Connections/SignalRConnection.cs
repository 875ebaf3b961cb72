namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>One instance of Azure SignalR Service and the right to use it.</summary>
/// <param name="address">Where the service is.</param>
internal abstract class SignalRConnection(ServiceAddress address)
{
    public ServiceAddress Address { get; } = address;

    /// <summary>The bearer token of a REST call to that audience.</summary>
    public abstract ValueTask<string> GetRestTokenAsync(string audience, CancellationToken cancellationToken);

    /// <summary>The key that signs the tokens of clients.</summary>
    public abstract ValueTask<SigningKey> GetClientKeyAsync(CancellationToken cancellationToken);

    /// <summary>Whether the service signed that header of a webhook call about that connection.</summary>
    public abstract bool HasSigned(string connectionId, string? signatures);
}

/// <summary>The service's addresses.</summary>
/// <param name="Endpoint">The service's own; tokens are made out to it.</param>
/// <param name="ServerEndpoint">Where REST calls go, if elsewhere.</param>
/// <param name="ClientEndpoint">Where clients connect, if elsewhere.</param>
internal sealed record ServiceAddress(Uri Endpoint, Uri? ServerEndpoint = null, Uri? ClientEndpoint = null)
{
    // As in the SDK, without a port of its own.
    private string AudienceBase => $"{Endpoint.Scheme}://{Endpoint.Host}/";

    /// <summary>The address of a REST call, and the audience of its token.</summary>
    public (string Url, string Audience) Rest(string path) => ((ServerEndpoint ?? Endpoint).AbsoluteUri + path, AudienceBase + path);

    /// <summary>The address for a hub's clients, and the audience of their tokens.</summary>
    public (string Url, string Audience) Client(string hub)
    {
        var path = $"client/?hub={HubName.Normalize(hub)}";
        return ((ClientEndpoint ?? Endpoint).AbsoluteUri + path, AudienceBase + path);
    }
}
