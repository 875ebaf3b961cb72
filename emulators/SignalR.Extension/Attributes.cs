using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Sends the value that a function returns, or one of its properties, to Azure SignalR Service: one <see cref="SignalRMessageAction"/> or
/// <see cref="SignalRGroupAction"/>, or an array of either.
/// </summary>
public sealed class SignalROutputAttribute : OutputBindingAttribute
{
    /// <summary>The setting that holds the connection; <c>AzureSignalRConnectionString</c> by default.</summary>
    public string? ConnectionStringSetting { get; set; }

    public string? HubName { get; set; }
}

/// <summary>Binds a <see cref="SignalRConnectionInfo"/>: the URL and token with which a client connects.</summary>
public sealed class SignalRConnectionInfoInputAttribute : InputBindingAttribute
{
    /// <summary>The setting that holds the connection; <c>AzureSignalRConnectionString</c> by default.</summary>
    public string? ConnectionStringSetting { get; set; }

    public string? HubName { get; set; }

    /// <summary>The client's user id. A binding expression such as <c>{userId}</c> takes unverified input from the request.</summary>
    public string? UserId { get; set; }

    /// <summary>A JWT whose claims are copied into the client's token; usually a binding expression such as <c>{headers.x-token}</c>.</summary>
    public string? IdToken { get; set; }

    /// <summary>The types of the claims of <see cref="IdToken"/> to copy.</summary>
    public string[]? ClaimTypeList { get; set; }
}

/// <summary>Runs a function when Azure SignalR Service reports an event.</summary>
/// <param name="hubName">The hub's name, in any case.</param>
/// <param name="category"><c>connections</c> or <c>messages</c>.</param>
/// <param name="event"><c>connected</c>, <c>disconnected</c>, or the name of the method that clients invoke.</param>
/// <param name="parameterNames">The function's parameters that take the invocation's arguments, in order.</param>
public sealed class SignalRTriggerAttribute(string hubName, string category, string @event, params string[] parameterNames)
    : TriggerBindingAttribute
{
    /// <inheritdoc cref="SignalRTriggerAttribute(string, string, string, string[])"/>
    public SignalRTriggerAttribute(string hubName, string category, string @event)
        : this(hubName, category, @event, [])
    {
    }

    /// <summary>The setting that holds the connection; <c>AzureSignalRConnectionString</c> by default.</summary>
    public string? ConnectionStringSetting { get; set; }

    public string HubName { get; } = hubName;

    public string Category { get; } = category;

    public string Event { get; } = @event;

    public string[] ParameterNames { get; } = parameterNames;
}
