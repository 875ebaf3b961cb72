using System.Buffers;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalR.Service.Upstream;

namespace SignalR.Service.Clients;

/// <summary>Handles clients' messages: sends their invocations upstream, and the upstream's answers back.</summary>
internal sealed class ClientInvocations(UpstreamClient upstream)
{
    /// <exception cref="InvalidDataException">The frame isn't a message of the JSON hub protocol.</exception>
    public async Task HandleAsync(ClientConnection connection, ReadOnlySequence<byte> frame)
    {
        var message = ClientMessage.Parse(frame);
        switch (message.Type)
        {
            case HubProtocolConstants.StreamInvocationMessageType:
            case HubProtocolConstants.InvocationMessageType when message.HasStreams:
                if (message.InvocationId is { } streamId)
                    connection.Send(HubFrame.Failure(streamId, "Streaming isn't supported in serverless mode."));
                break;
            case HubProtocolConstants.InvocationMessageType:
                await InvokeAsync(connection, message, frame.ToArray());
                break;
            case HubProtocolConstants.CloseMessageType:
                connection.Close(null);
                break;
        }
    }

    private async Task InvokeAsync(ClientConnection connection, ClientMessage message, byte[] payload)
    {
        if (string.IsNullOrEmpty(message.Target))
            throw new InvalidDataException("The invocation names no target.");

        var reply = await upstream.InvokeAsync(connection, message.Target, payload);
        if (reply.Outcome == UpstreamOutcome.NotConfigured)
            connection.Fail("No upstream takes this hub's invocations.");
        else if (message.InvocationId is { } id)
            connection.Send(Completion(id, reply));
    }

    private static ReadOnlyMemory<byte> Completion(string invocationId, UpstreamReply reply) => reply switch
    {
        { Outcome: UpstreamOutcome.Unreachable } => HubFrame.Failure(invocationId, "The upstream can't be reached."),
        { Status: HttpStatusCode.NoContent } or { Status: HttpStatusCode.OK, Body.Length: 0 } => HubFrame.Completion(invocationId),
        { Status: HttpStatusCode.OK } when IsCompletionOf(invocationId, reply.Body) => HubFrame.FromJson(WithoutSeparator(reply.Body).Span),
        { Status: HttpStatusCode.OK } => HubFrame.Failure(invocationId, "The upstream's answer isn't this invocation's completion."),
        _ => HubFrame.Failure(invocationId, $"The upstream answered with status code {(int)reply.Status}."),
    };

    private static bool IsCompletionOf(string invocationId, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutSeparator(body));
            return document.RootElement is { ValueKind: JsonValueKind.Object } message
                && message.TryGetProperty("type"u8, out var type) && type.ValueKind == JsonValueKind.Number
                && type.TryGetInt32(out var number) && number == HubProtocolConstants.CompletionMessageType
                && message.TryGetProperty("invocationId"u8, out var id) && id.ValueKind == JsonValueKind.String && id.ValueEquals(invocationId);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static ReadOnlyMemory<byte> WithoutSeparator(ReadOnlyMemory<byte> body) =>
        body.Span is [.., HubFrame.Separator] ? body[..^1] : body;
}

/// <summary>The parts of a client's message that the service reads.</summary>
internal readonly record struct ClientMessage(int Type, string? Target, string? InvocationId, bool HasStreams)
{
    /// <exception cref="InvalidDataException">The frame isn't a message of the JSON hub protocol.</exception>
    public static ClientMessage Parse(ReadOnlySequence<byte> frame)
    {
        try
        {
            using var document = JsonDocument.Parse(frame);
            var message = document.RootElement;
            return new ClientMessage(
                message.GetProperty("type"u8).GetInt32(),
                message.TryGetProperty("target"u8, out var target) ? target.GetString() : null,
                message.TryGetProperty("invocationId"u8, out var id) ? id.GetString() : null,
                message.TryGetProperty("streamIds"u8, out var streams) && streams.GetArrayLength() > 0);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException("The message isn't one of the JSON hub protocol.", error);
        }
    }

    /// <summary>Removes one frame, without its separator, from the start of a buffer.</summary>
    public static bool TryTakeFrame(ref ReadOnlySequence<byte> read, out ReadOnlySequence<byte> frame)
    {
        if (read.PositionOf(HubFrame.Separator) is not { } end)
        {
            frame = default;
            return false;
        }
        frame = read.Slice(0, end);
        read = read.Slice(read.GetPosition(1, end));
        return true;
    }
}
