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
        Bindings = [.. metadata.RawBindings.Select(json => JsonSerializer.Deserialize<FunctionBinding>(json, JsonSerializerOptions.Web)!)];
        Trigger = Bindings.FirstOrDefault(binding => binding.Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException($"The function {Name} has no trigger.");
    }

    public string Id { get; }

    public string Name { get; }

    public IReadOnlyList<FunctionBinding> Bindings { get; }

    public FunctionBinding Trigger { get; }
}

/// <summary>A binding of a function, as the worker describes it. Which properties it has depends on its type.</summary>
internal sealed record FunctionBinding(
    string Name = "", string Type = "",
    string? AuthLevel = null, string? Route = null, string[]? Methods = null,
    string? Schedule = null, bool RunOnStartup = false,
    string? HubName = null, string? ConnectionStringSetting = null, string? Category = null, string? Event = null, string[]? ParameterNames = null,
    string? UserId = null, string? IdToken = null, string[]? ClaimTypeList = null)
{
    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);
}
