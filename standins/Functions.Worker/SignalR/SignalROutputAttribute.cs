using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Sends what a function returns (or a property of it) to Azure SignalR Service, once the answer is out:
/// <see cref="SignalRMessageAction"/> and <see cref="SignalRGroupAction"/>, one or an array of them.
/// </summary>
public sealed class SignalROutputAttribute : OutputBindingAttribute
{
    /// <summary>The setting that holds the connection; <c>AzureSignalRConnectionString</c> unless given.</summary>
    public string? ConnectionStringSetting { get; set; }

    /// <summary>The hub.</summary>
    public string? HubName { get; set; }
}
