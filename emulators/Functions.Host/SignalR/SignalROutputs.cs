using System.Text.Json;
using Functions.Host.Worker;
using Functions.Host.Worker.Rpc;

namespace Functions.Host.SignalR;

/// <summary>Sends the messages and group actions that a function returns.</summary>
internal sealed class SignalROutputs(SignalRServices services)
{
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
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or FormatException or JsonException or Settings.InvalidSettingException)
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

        using var json = JsonDocument.Parse(text);
        var (service, hub) = (services.Get(binding), services.Hub(binding));
        if (json.RootElement.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.RootElement.EnumerateArray())
                await SendAsync(service, hub, item);
        }
        else if (json.RootElement.ValueKind != JsonValueKind.Null)
        {
            await SendAsync(service, hub, json.RootElement);
        }
    }

    private static async Task SendAsync(SignalRService service, string hub, JsonElement item)
    {
        if (SignalRCall.From(item) is { } call)
            await service.CallAsync(call.Method, hub, call.Path, call.Body, call.ConnectionCanBeGone, CancellationToken.None);
    }
}
