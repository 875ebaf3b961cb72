using System.Text.Json;
using Functions.Host.Http;
using Functions.Host.Worker;
using Functions.Host.Worker.Rpc;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Functions.Host.SignalR;

/// <summary>Passes events that Azure SignalR Service reports at <c>POST /runtime/webhooks/signalr</c> to the functions with matching triggers.</summary>
internal sealed class SignalRWebhook(FunctionKeys keys, SignalRServices services, SignalROutputs outputs, ILoggerFactory loggers)
{
    public const string Route = "/runtime/webhooks/signalr";

    private readonly ILogger _logger = loggers.CreateLogger("Host.SignalR");

    public async Task HandleAsync(HttpContext http)
    {
        var worker = http.Features.GetRequiredFeature<WorkerConnection>();
        _ = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var contentType);
        var mediaType = contentType?.MediaType.ToString().ToLowerInvariant();
        if (keys.RefuseWebhook(http.Request) is { } refused)
            http.Response.StatusCode = refused;
        else if (mediaType is not (UpstreamMessage.JsonType or UpstreamMessage.MessagePackType))
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        else if (UpstreamEvent.Read(http.Request.Headers) is not { } reported)
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
        else if (worker.Functions.FirstOrDefault(function => Takes(function, reported)) is not { } function)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (!services.Get(function.Trigger).HasSigned(reported.ConnectionId, reported.Signatures))
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else if (await ReadAsync(http, mediaType, reported) is not { } message)
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        else
            await RunAsync(http, mediaType, reported, message, worker, function);
    }

    private bool Takes(WorkerFunction function, UpstreamEvent reported) =>
        function.Trigger.Is("signalRTrigger") && reported.Matches(services.Hub(function.Trigger), function.Trigger.Category, function.Trigger.Event);

    private async Task<UpstreamMessage?> ReadAsync(HttpContext http, string mediaType, UpstreamEvent reported)
    {
        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            var message = UpstreamMessage.Parse(mediaType, body.ToArray());
            return reported.Matches(message) ? message : throw new FormatException($"The body of type {message.Type} for {message.Target} is of another event.");
        }
        catch (FormatException malformed)
        {
            _logger.EventUnreadable(reported.Category, reported.Event, reported.Hub, malformed.Message);
            return null;
        }
    }

    private async Task RunAsync(
        HttpContext http, string mediaType, UpstreamEvent reported, UpstreamMessage message, WorkerConnection worker, WorkerFunction function)
    {
        var (names, arguments) = (function.Trigger.ParameterNames ?? [], message.Arguments ?? []);
        TypedData? result = null;
        string? error = $"The function takes {names.Length} arguments, but {arguments.Length} were given.";
        if (names.Length > 0 && names.Length != arguments.Length)
        {
            _logger.FunctionFailed(function.Name, error);
        }
        else
        {
            var metadata = names.Zip(arguments).ToDictionary(parameter => parameter.First, parameter => ToData(parameter.Second));
            (result, error) = await outputs.RunAsync(worker, function, reported.ToContext(message), metadata, _logger);
        }

        http.Response.StatusCode = reported.IsConnected && error is not null ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK;
        if (message is { InvocationId: { Length: > 0 } id } && reported.IsMessage)
        {
            var json = result?.DataCase == TypedData.DataOneofCase.String ? JsonSerializer.Serialize(result.String)
                : result is { Json.Length: > 0 } ? result.Json : "null";
            http.Response.ContentType = mediaType;
            await http.Response.Body.WriteAsync(UpstreamMessage.Complete(mediaType, id, error, json), http.RequestAborted);
        }
    }

    private static TypedData ToData(JsonElement argument) =>
        argument.ValueKind == JsonValueKind.String ? new() { String = argument.GetString() } : new() { Json = argument.GetRawText() };
}
