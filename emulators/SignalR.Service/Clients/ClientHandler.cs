using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using SignalR.Service.Groups;
using SignalR.Service.Tokens;
using SignalR.Service.Upstream;

namespace SignalR.Service.Clients;

/// <summary>Runs one client's connection, over any transport, from handshake to end.</summary>
internal sealed class ClientHandler(
    HubDirectories hubs,
    UpstreamClient upstream,
    ClientInvocations invocations,
    ServiceOptions options,
    TimeProvider time,
    ILogger<ClientHandler> logger) : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext transport)
    {
        using (var timeout = new CancellationTokenSource(options.HandshakeTimeout, time))
        {
            if (!await Handshake.ReadAsync(transport.Transport, timeout.Token))
                return;
        }

        var opening = transport.GetHttpContext() ?? throw new InvalidOperationException("The transport isn't HTTP's.");
        var connection = new ClientConnection(transport, ClientIdentity.From(opening), options, time, logger);
        var liveness = new ClientLiveness(connection, EndOf(transport, opening), options, time);
        var hub = hubs.Of(connection.Hub);

        // Known before the client learns that it is connected: what is sent from then on reaches it.
        connection.Send(Handshake.Accepted);
        hub.Add(connection);
        var writing = connection.WriteAsync();
        transport.Features.GetRequiredFeature<IConnectionHeartbeatFeature>().OnHeartbeat(state => ((ClientLiveness)state).Check(), liveness);

        try
        {
            await upstream.ConnectedAsync(connection);
            await ReadAsync(transport, connection, liveness);
        }
        finally
        {
            hub.Remove(connection);
            connection.Close(null);
            await writing;
            await upstream.DisconnectedAsync(connection);
        }
    }

    private async Task ReadAsync(ConnectionContext transport, ClientConnection connection, ClientLiveness liveness)
    {
        var input = transport.Transport.Input;
        try
        {
            while (true)
            {
                liveness.StartWaiting();
                var result = await input.ReadAsync();
                liveness.StopWaiting();
                if (result.IsCanceled)
                    return;

                var read = result.Buffer;
                while (ClientMessage.TryTakeFrame(ref read, out var frame))
                    await invocations.HandleAsync(connection, frame);
                if (read.Length > ServiceOptions.MaxBodyBytes)
                    throw new InvalidDataException("The message is too long.");
                input.AdvanceTo(read.Start, read.End);
                if (result.IsCompleted)
                    return;
            }
        }
        catch (InvalidDataException error)
        {
            connection.Fail(error.Message);
        }
        catch (Exception error) when (ClientConnection.IsBroken(error))
        {
            connection.Abort(error.Message);
        }
    }

    // By default a live WebSocket outlives its token; the other transports' requests need it again and again.
    private static DateTimeOffset? EndOf(ConnectionContext transport, HttpContext opening)
    {
        var closeAt = opening.User.CloseAt();
        return transport.Features.GetRequiredFeature<IHttpTransportFeature>().TransportType == HttpTransportType.WebSockets
            ? closeAt
            : closeAt ?? opening.User.Expiry();
    }
}
