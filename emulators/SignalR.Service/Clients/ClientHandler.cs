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
        var timeouts = new ClientTimeouts(connection, EndOf(transport, opening), options, time);
        var hub = hubs.Of(connection.Hub);

        // Add the connection to its hub before the handshake's answer, so that the client gets everything that is sent after it.
        connection.Send(Handshake.Accepted);
        hub.Add(connection);
        var writing = connection.WriteAsync();
        transport.Features.GetRequiredFeature<IConnectionHeartbeatFeature>().OnHeartbeat(state => ((ClientTimeouts)state).Check(), timeouts);

        try
        {
            await upstream.ConnectedAsync(connection);
            await ReadAsync(transport, connection, timeouts);
        }
        finally
        {
            hub.Remove(connection);
            connection.Close(null);
            await writing;
            await upstream.DisconnectedAsync(connection);
        }
    }

    private async Task ReadAsync(ConnectionContext transport, ClientConnection connection, ClientTimeouts timeouts)
    {
        var input = transport.Transport.Input;
        try
        {
            while (true)
            {
                timeouts.StartWaiting();
                var result = await input.ReadAsync();
                timeouts.StopWaiting();
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

    // As in the service: a WebSocket outlives its token unless the token says otherwise; the other transports end with it.
    private static DateTimeOffset? EndOf(ConnectionContext transport, HttpContext opening)
    {
        var (closeAt, expiry) = (opening.User.CloseAt(), opening.User.Expiry());
        var isWebSocket = transport.Features.GetRequiredFeature<IHttpTransportFeature>().TransportType == HttpTransportType.WebSockets;
        return isWebSocket || closeAt < expiry ? closeAt : expiry;
    }
}

/// <summary>Pings an idle client, and closes a connection whose client is silent or whose token has expired.</summary>
internal sealed class ClientTimeouts(ClientConnection connection, DateTimeOffset? endsAt, ServiceOptions options, TimeProvider time)
{
    // Set only while the service waits for the client: the time it takes to handle a message doesn't count as silence.
    private long? _waitingSince;
    private readonly Lock _gate = new();

    public void StartWaiting()
    {
        lock (_gate)
            _waitingSince = time.GetTimestamp();
    }

    public void StopWaiting()
    {
        lock (_gate)
            _waitingSince = null;
    }

    /// <summary>Call this about once a second.</summary>
    public void Check()
    {
        if (endsAt <= time.GetUtcNow())
            connection.Fail("The access token has expired.");
        else if (ClientSilence() > options.ClientTimeout)
            connection.Fail("The client has been silent for too long.");
        else if (connection.Idle >= options.KeepAliveInterval)
            connection.Send(HubFrame.Ping);
    }

    private TimeSpan ClientSilence()
    {
        lock (_gate)
            return _waitingSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
    }
}
