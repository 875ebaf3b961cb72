using System.Text.Json;
using Functions.Host.Settings;
using Functions.Host.Worker;
using Functions.Host.Worker.Rpc;

namespace Functions.Host.SignalR;

/// <summary>Sends the messages and group actions that functions return.</summary>
internal sealed class SignalROutputs(SignalRServices services)
{
    /// <summary>Runs a function that has no HTTP trigger, and sends its outputs.</summary>
    /// <returns>The function's return value, and the failure of the function or of an output, which is logged.</returns>
    public async Task<(TypedData? Result, string? Error)> RunAsync(
        WorkerConnection worker, WorkerFunction function, object trigger, Dictionary<string, TypedData> metadata, ILogger logger)
    {
        var input = new ParameterBinding { Name = function.Trigger.Name, Data = new() { Json = JsonSerializer.Serialize(trigger) } };
        var response = await worker.InvokeAsync(function, Guid.NewGuid().ToString(), [input], metadata);
        return (response.ReturnValue, await TrySendAsync(function, response, logger));
    }

    /// <summary>Sends all outputs of an invocation. Items of an output are sent one after another, without retries, until the first failure.</summary>
    /// <returns>The failure of the function or of an output, which is logged; null if all was sent.</returns>
    public async Task<string?> TrySendAsync(WorkerFunction function, InvocationResponse response, ILogger logger)
    {
        if (response.Result.Status != StatusResult.Types.Status.Success)
        {
            logger.FunctionFailed(function.Name, $"{response.Result.Exception?.Type} {response.Result.Exception?.Message}");
            return response.Result.Exception?.Message ?? "The function failed.";
        }

        try
        {
            await Task.WhenAll(function.Bindings.Where(binding => binding.Is("signalR")).Select(binding => SendAsync(binding, response)));
            return null;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or FormatException or JsonException or InvalidSettingException)
        {
            logger.OutputFailed(function.Name, error.Message);
            return error.Message;
        }
    }

    private async Task SendAsync(FunctionBinding binding, InvocationResponse response)
    {
        var data = binding.Name == "$return" ? response.ReturnValue : response.OutputData.FirstOrDefault(output => output.Name == binding.Name)?.Data;
        if ((data?.DataCase == TypedData.DataOneofCase.Json ? data.Json : data?.String) is not { Length: > 0 } text)
            return;

        var json = JsonElement.Parse(text);
        IEnumerable<JsonElement> items = json.ValueKind switch
        {
            JsonValueKind.Array => json.EnumerateArray(),
            JsonValueKind.Null => [],
            _ => [json],
        };
        foreach (var item in items)
        {
            if (SignalRCall.From(item) is { } call)
                await services.Get(binding).CallAsync(services.Hub(binding), call, CancellationToken.None);
        }
    }
}
