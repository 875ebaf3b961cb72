using System.Net;
using System.Net.WebSockets;
using ChatFunctions.Cli.Api;
using Microsoft.AspNetCore.Connections;

namespace ChatFunctions.Cli.Live;

/// <summary>
/// The transport that SignalR's client core leaves to others: each connection is negotiated from the beginning and is one WebSocket.
/// </summary>
internal sealed class WebSocketConnectionFactory(ServiceNegotiation negotiation) : IConnectionFactory
{
    /// <param name="endpoint">Not used: where to connect is negotiated.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var (address, token) = await negotiation.NegotiateAsync(cancellationToken);
        var socket = new ClientWebSocket();
        try
        {
            // In a header, for addresses end up in logs.
            if (token is not null)
            {
                socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            }

            await socket.ConnectAsync(address, cancellationToken);
            return new WebSocketConnection(socket);
        }
        catch (WebSocketException e)
        {
            socket.Dispose();
            throw new UnreachableException($"No live connection: {e.Message}", e);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
    }
}
