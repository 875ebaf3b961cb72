using System.Net;
using System.Net.Sockets;

namespace ChatFunctions.Tests.Processes;

/// <summary>For servers that can't be told to pick a port themselves, or that must come back on the same one.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
