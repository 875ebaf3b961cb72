using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Invocation;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>What goes to a hub of Azure SignalR Service.</summary>
internal sealed class SignalROutputBinding(
    PropertyInfo? property, BindingExpression hub, SignalRConnection connection, JsonSerializerOptions json) : OutputBinding(property)
{
    /// <summary>Turns a value into calls that are still to be made. To be done while the invocation's services live.</summary>
    public PreparedOutput Prepare(object value, InvocationContext invocation) => new(
        connection,
        hub.Resolve(invocation),
        // A string is taken for JSON already, as the host takes it.
        value is string text ? Encoding.UTF8.GetBytes(text) : JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json));
}

/// <summary>An output's items as JSON, and where they go.</summary>
internal sealed record PreparedOutput(SignalRConnection Connection, string Hub, byte[] Items);
