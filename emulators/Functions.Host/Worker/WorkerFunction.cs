using System.Text.Json;
using Functions.Host.Worker.Rpc;

namespace Functions.Host.Worker;

/// <summary>A function that a worker has loaded.</summary>
internal sealed record WorkerFunction(string Id, string Name, FunctionBinding Trigger, IReadOnlyList<FunctionBinding> Bindings)
{
    /// <exception cref="InvalidDataException">It has no trigger.</exception>
    /// <exception cref="JsonException">A binding isn't valid.</exception>
    public static WorkerFunction From(RpcFunctionMetadata metadata)
    {
        FunctionBinding[] bindings = [.. metadata.RawBindings.Select(json => JsonSerializer.Deserialize<FunctionBinding>(json, JsonSerializerOptions.Web)!)];
        var trigger = bindings.FirstOrDefault(binding => binding.Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException($"The function {metadata.Name} has no trigger.");
        return new(metadata.FunctionId, metadata.Name, trigger, bindings);
    }
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
