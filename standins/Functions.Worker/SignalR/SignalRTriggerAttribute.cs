using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts a function by an event that Azure SignalR Service reports.</summary>
/// <param name="hubName">The hub, compared without regard to case.</param>
/// <param name="category"><c>connections</c> or <c>messages</c>.</param>
/// <param name="event"><c>connected</c>, <c>disconnected</c>, or the name that clients invoke.</param>
/// <param name="parameterNames">The parameters that take the invocation's arguments, in order.</param>
public sealed class SignalRTriggerAttribute(string hubName, string category, string @event, params string[] parameterNames)
    : TriggerBindingAttribute
{
    /// <summary>An event without arguments.</summary>
    public SignalRTriggerAttribute(string hubName, string category, string @event)
        : this(hubName, category, @event, [])
    {
    }

    /// <summary>The setting that holds the connection; <c>AzureSignalRConnectionString</c> unless given.</summary>
    public string? ConnectionStringSetting { get; set; }

    /// <summary>The hub.</summary>
    public string HubName { get; } = hubName;

    /// <summary>The event.</summary>
    public string Event { get; } = @event;

    /// <summary>The category.</summary>
    public string Category { get; } = category;

    /// <summary>The parameters that take the invocation's arguments, in order.</summary>
    public string[] ParameterNames { get; } = parameterNames;
}
