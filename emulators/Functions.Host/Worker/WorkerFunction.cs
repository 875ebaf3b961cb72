using System.Text.Json;
using Functions.Host.Worker.Rpc;

namespace Functions.Host.Worker;

/// <summary>A function that a worker has loaded.</summary>
internal sealed class WorkerFunction
{
    public WorkerFunction(RpcFunctionMetadata metadata)
    {
        Id = metadata.FunctionId is { Length: > 0 } id ? id : metadata.Name;
        Name = metadata.Name;
        Bindings = [.. metadata.RawBindings.Select(json => new FunctionBinding(JsonElement.Parse(json)))];
        Trigger = Bindings.FirstOrDefault(binding => binding.Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException($"The function {Name} has no trigger.");
    }

    public string Id { get; }

    public string Name { get; }

    public IReadOnlyList<FunctionBinding> Bindings { get; }

    public FunctionBinding Trigger { get; }
}

/// <summary>A binding of a function, as the worker describes it.</summary>
internal sealed class FunctionBinding(JsonElement json)
{
    public string Name { get; } = json.Member("name")?.GetString() ?? "";

    public string Type { get; } = json.Member("type")?.GetString() ?? "";

    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>A property's text; null if it is missing or empty.</summary>
    public string? Text(string property) => json.Member(property) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } value ? value : null;

    public bool Flag(string property) => json.Member(property) is { ValueKind: JsonValueKind.True };

    public string[] List(string property) =>
        json.Member(property) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(item => item.ToString())] : [];
}
