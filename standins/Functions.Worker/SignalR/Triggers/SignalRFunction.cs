using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Azure.Functions.Worker.Invocation;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>A function that listens to an event. Its outputs are sent before the service is answered, as the host does it.</summary>
internal sealed class SignalRFunction(
    FunctionDescriptor function, SignalRTrigger trigger, SignalRConnection connection, FunctionRunner runner, OutputDispatcher outputs,
    JsonSerializerOptions json, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger($"Function.{function.Name}");

    public SignalRConnection Connection => connection;

    /// <summary>Runs the function and gives the answer, with the completion that the client waits for, if it does.</summary>
    /// <exception cref="FormatException">The message is not of the event's kind.</exception>
    public async Task<WebhookAnswer> AnswerAsync(
        HttpContext http, EventKey key, SignalRInvocationContext context, UpstreamMessage message, UpstreamProtocol protocol)
    {
        Check(key, message);
        context.Error = message.Error;
        if (message.Type == UpstreamMessage.Invocation)
            context.Arguments = message.Arguments;

        var (result, failure) = await RunAsync(http, context, message.Arguments.Length);
        if (key.IsConnected)
            return new(failure is null ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden);

        // Only a client that waits learns whether it worked.
        return message is { Type: UpstreamMessage.Invocation, InvocationId: { Length: > 0 } id }
            ? new(StatusCodes.Status200OK, failure is null ? protocol.Complete(id, ToJson(result)) : protocol.Fail(id, failure.Message))
            : new(StatusCodes.Status200OK);
    }

    private async Task<(object? Result, Exception? Failure)> RunAsync(HttpContext http, SignalRInvocationContext context, int arguments)
    {
        if (trigger.ArgumentNames.Length > 0 && trigger.ArgumentNames.Length != arguments)
        {
            _logger.WrongArgumentCount(function.Name, trigger.ArgumentNames.Length, arguments);
            return (null, new FormatException($"The function takes {trigger.ArgumentNames.Length} arguments, but {arguments} were given."));
        }

        var invocation = new InvocationContext(function, new SignalRTriggerData(context, trigger.ArgumentNames), http);
        var failure = await runner.RunAsync(invocation) ?? await outputs.SendAsync(invocation);
        return (invocation.Result, failure);
    }

    private JsonElement ToJson(object? result) => JsonSerializer.SerializeToElement(result, result?.GetType() ?? typeof(object), json);

    private static void Check(EventKey key, UpstreamMessage message)
    {
        var expected = key.IsConnected ? UpstreamMessage.Opened : key.IsConnectionEvent ? UpstreamMessage.Closed : UpstreamMessage.Invocation;
        if (message.Type != expected)
            throw new FormatException($"A message of type {message.Type} was reported as {key.Category}/{key.Event}.");

        if (expected == UpstreamMessage.Invocation && !key.Event.Equals(message.Target, StringComparison.OrdinalIgnoreCase))
            throw new FormatException("The event is not the message's target.");
    }
}

/// <summary>What the service gets to hear.</summary>
internal readonly record struct WebhookAnswer(int Status, ReadOnlyMemory<byte> Body = default);
