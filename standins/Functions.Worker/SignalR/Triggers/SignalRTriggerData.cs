using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Invocation;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>The arguments of a client's call, by the names that the trigger gives them.</summary>
internal sealed class SignalRTriggerData(SignalRInvocationContext context, string[] names) : TriggerData
{
    public SignalRInvocationContext Context { get; } = context;

    public override IReadOnlyDictionary<string, object?> BindingData =>
        names.ToDictionary(name => name, object? (name) => Find(name), StringComparer.OrdinalIgnoreCase);

    public override string? Find(string name)
    {
        var index = Array.FindIndex(names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index < 0 || (JsonElement)Context.Arguments![index] is not { ValueKind: not JsonValueKind.Null } argument ? null
            : argument.ValueKind == JsonValueKind.String ? argument.GetString()
            : argument.GetRawText();
    }
}
