using System.Text.Json.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Puts a connection, or else a user, into a group or takes it out.</summary>
/// <param name="actionType">What to do.</param>
public sealed class SignalRGroupAction(SignalRGroupActionType actionType)
{
    public string? ConnectionId { get; set; }

    public string? UserId { get; set; }

    public string? GroupName { get; set; }

    public SignalRGroupActionType Action { get; set; } = actionType;

    public SignalREndpoint[]? Endpoints { get; set; }
}

/// <summary>What a <see cref="SignalRGroupAction"/> does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter))]
public enum SignalRGroupActionType
{
    /// <summary>Adds to the group.</summary>
    Add,

    /// <summary>Removes from the group.</summary>
    Remove,

    /// <summary>Removes a user from all groups.</summary>
    RemoveAll,
}
