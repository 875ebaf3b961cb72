namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// A message to clients. It goes to the connection, else the user, else the group that is given, else to every connection of the hub.
/// </summary>
public sealed class SignalRMessageAction
{
    /// <param name="target">The name that clients listen to.</param>
    public SignalRMessageAction(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <param name="target">The name that clients listen to.</param>
    /// <param name="arguments">What they get; the host refuses a message without, so it must not stay null.</param>
    public SignalRMessageAction(string target, object[]? arguments)
        : this(target) => Arguments = arguments;

    public string? ConnectionId { get; set; }

    public string? UserId { get; set; }

    public string? GroupName { get; set; }

    /// <summary>The name that clients listen to.</summary>
    public string Target { get; }

    /// <summary>What they get; the host refuses a message whose arguments are null.</summary>
    public object[]? Arguments { get; set; }

    public SignalREndpoint[]? Endpoints { get; set; }
}
