using System.Net;
using System.Net.Sockets;

namespace ChatFunctions.Bench.Servers;

/// <summary>
/// Finds a free port for servers that can't choose one themselves or must restart on the same one. It is below those that systems give to outgoing
/// connections (32,768 and above), one of which could take the port before the server does.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;

    private static int _last = Random.Shared.Next(Count);

    public static int Find()
    {
        while (true)
        {
            var port = First + Interlocked.Increment(ref _last) % Count;
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Another server listens there.
            }
        }
    }
}
