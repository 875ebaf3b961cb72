using System.Net;
using System.Net.Sockets;

namespace ChatFunctions.Tests.Processes;

/// <summary>Finds a free port for servers that can't choose one themselves or must restart on the same one.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
