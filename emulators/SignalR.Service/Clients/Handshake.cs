using System.IO.Pipelines;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace SignalR.Service.Clients;

/// <summary>The hub protocol's handshake, in which the client chooses the protocol.</summary>
internal static class Handshake
{
    private const string Protocol = "json";
    private const int Version = 1;
    private const int MaxBytes = 4096;

    public static ReadOnlyMemory<byte> Accepted { get; } = HubFrame.HandshakeAnswer(HandshakeResponseMessage.Empty);

    /// <summary>Reads the client's handshake. If it is invalid, sends the error and returns false.</summary>
    public static async Task<bool> ReadAsync(IDuplexPipe client, CancellationToken cancellationToken)
    {
        var refusal = await RefusalAsync(client.Input, cancellationToken);
        if (refusal is not null)
            await client.Output.WriteAsync(HubFrame.HandshakeAnswer(new HandshakeResponseMessage(refusal)), CancellationToken.None);
        return refusal is null;
    }

    private static async Task<string?> RefusalAsync(PipeReader input, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(cancellationToken);
                var read = result.Buffer;
                var refusal = HandshakeProtocol.TryParseRequestMessage(ref read, out var request) ? RefusalOf(request)
                    : result.IsCompleted || result.IsCanceled ? "The connection ended before its handshake."
                    : read.Length > MaxBytes ? "The handshake is too long."
                    : null;
                input.AdvanceTo(read.Start, request is null ? read.End : read.Start);
                if (request is not null || refusal is not null)
                    return refusal;
            }
        }
        catch (InvalidDataException error)
        {
            return error.Message;
        }
        catch (OperationCanceledException)
        {
            return "The handshake took too long.";
        }
        catch (IOException error)
        {
            return error.Message;
        }
    }

    private static string? RefusalOf(HandshakeRequestMessage request) =>
        request.Protocol != Protocol ? $"The protocol '{request.Protocol}' is not supported."
        : request.Version != Version ? $"The server does not support version {request.Version} of the '{Protocol}' protocol."
        : null;
}
