using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>
/// Takes the events that Azure SignalR Service reports at <c>POST /runtime/webhooks/signalr</c> to the functions that listen.
/// </summary>
internal sealed class SignalRWebhook(IReadOnlyDictionary<EventKey, SignalRFunction> functions, FunctionKeys keys, ILoggerFactory loggers)
{
    public const string Route = "runtime/webhooks/signalr";

    private readonly ILogger _logger = loggers.CreateLogger("Host.Triggers.SignalR");

    public async Task HandleAsync(HttpContext http)
    {
        var answer = await AnswerAsync(http);
        http.Response.StatusCode = answer.Status;
        if (!answer.Body.IsEmpty)
            await http.Response.BodyWriter.WriteAsync(answer.Body, http.RequestAborted);
    }

    private async Task<WebhookAnswer> AnswerAsync(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (!keys.AllowsWebhook(http.Request))
            return new(StatusCodes.Status401Unauthorized);

        if (UpstreamProtocol.Of(http.Request.ContentType) is not { } protocol)
            return new(StatusCodes.Status415UnsupportedMediaType);

        if (UpstreamHeaders.Key(headers) is not { } key)
            return new(StatusCodes.Status400BadRequest);

        if (!functions.TryGetValue(key, out var function))
            return new(StatusCodes.Status404NotFound);

        if (UpstreamHeaders.Connection(headers) is not { } connectionId)
            return new(StatusCodes.Status500InternalServerError);

        if (!function.Connection.HasSigned(connectionId, UpstreamHeaders.Signatures(headers)))
            return new(StatusCodes.Status401Unauthorized);

        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            var message = protocol.Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
            return await function.AnswerAsync(http, key, UpstreamHeaders.ToContext(headers, key, connectionId), message, protocol);
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException)
        {
            _logger.MalformedEvent(malformed, key.Hub, key.Category, key.Event);
            return new(StatusCodes.Status500InternalServerError);
        }
    }
}
