using System.Text.Json;
using Functions.Host.Http;
using Functions.Host.Worker;
using Functions.Host.Worker.Rpc;

namespace Functions.Host.SignalR;

/// <summary>Passes events that Azure SignalR Service reports at <c>POST /runtime/webhooks/signalr</c> to the functions with matching triggers.</summary>
internal sealed class SignalRWebhook(FunctionKeys keys, SignalRServices services, SignalROutputs outputs, ILoggerFactory loggers)
{
    public const string Route = "/runtime/webhooks/signalr";

    private readonly ILogger _logger = loggers.CreateLogger("Host.SignalR");
    private volatile WorkerConnection? _worker;

    public void Use(WorkerConnection worker) => _worker = worker;

    public async Task HandleAsync(HttpContext http)
    {
        if (keys.RefuseWebhook(http.Request) is { } refused)
            http.Response.StatusCode = refused;
        else if (UpstreamMessage.MediaType(http.Request.ContentType) is not { } mediaType)
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        else if (UpstreamEvent.Read(http.Request.Headers) is not { } reported)
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
        else if (_worker is not { } worker || worker.Functions.FirstOrDefault(function => Takes(function, reported)) is not { } function)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (reported.ConnectionId is not { } connectionId)
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
        else if (!services.Get(function.Trigger).HasSigned(connectionId, reported.Signatures))
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else
            await HandleAsync(http, mediaType, reported, worker, function);
    }

    private bool Takes(WorkerFunction function, UpstreamEvent reported) =>
        function.Trigger.Is("signalRTrigger") && reported.Matches(services.Hub(function.Trigger), function.Trigger.Category, function.Trigger.Event);

    private async Task HandleAsync(HttpContext http, string mediaType, UpstreamEvent reported, WorkerConnection worker, WorkerFunction function)
    {
        UpstreamMessage message;
        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            message = UpstreamMessage.Parse(mediaType, body.ToArray());
            Check(reported, message);
        }
        catch (FormatException malformed)
        {
            _logger.EventUnreadable(reported.Category, reported.Event, reported.Hub, malformed.Message);
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        var (result, error) = await RunAsync(reported, message, worker, function);
        http.Response.StatusCode = reported.IsConnected && error is not null ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK;
        if (message is { InvocationId: { Length: > 0 } id } && reported.IsMessage)
        {
            http.Response.ContentType = mediaType;
            await http.Response.Body.WriteAsync(UpstreamMessage.Complete(mediaType, id, error, result), http.RequestAborted);
        }
    }

    private async Task<(JsonElement Result, string? Error)> RunAsync(UpstreamEvent reported, UpstreamMessage message, WorkerConnection worker, WorkerFunction function)
    {
        var (names, arguments) = (function.Trigger.ParameterNames ?? [], message.Arguments ?? []);
        if (names.Length > 0 && names.Length != arguments.Length)
            return Failed($"The function takes {names.Length} arguments, but {arguments.Length} were given.");

        var trigger = new ParameterBinding { Name = function.Trigger.Name, Data = new() { Json = JsonSerializer.Serialize(reported.ToContext(message)) } };
        var metadata = names.Select((name, index) => KeyValuePair.Create(name, ToData(arguments[index])));
        try
        {
            var response = await worker.InvokeAsync(function, Guid.NewGuid().ToString(), [trigger], metadata);
            return await outputs.TrySendAsync(function, response, _logger) is { } problem ? (default, problem) : (ToJson(response.ReturnValue), null);
        }
        catch (IOException gone)
        {
            return Failed(gone.Message);
        }

        (JsonElement, string?) Failed(string problem)
        {
            _logger.FunctionFailed(function.Name, problem);
            return (default, problem);
        }
    }

    private static TypedData ToData(JsonElement argument) =>
        argument.ValueKind == JsonValueKind.String ? new() { String = argument.GetString() } : new() { Json = argument.GetRawText() };

    private static JsonElement ToJson(TypedData? result) => result?.DataCase switch
    {
        TypedData.DataOneofCase.Json => JsonElement.Parse(result.Json),
        TypedData.DataOneofCase.String => JsonSerializer.SerializeToElement(result.String),
        _ => JsonElement.Parse("null"),
    };

    private static void Check(UpstreamEvent reported, UpstreamMessage message)
    {
        var expected = reported.IsMessage ? 1 : reported.IsConnected ? 10 : 11;
        if (message.Type != expected)
            throw new FormatException($"A message of type {message.Type} was reported.");

        if (reported.IsMessage && !reported.Event.Equals(message.Target, StringComparison.OrdinalIgnoreCase))
            throw new FormatException("The event isn't the message's target.");
    }
}
