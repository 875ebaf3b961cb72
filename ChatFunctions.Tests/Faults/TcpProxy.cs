using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ChatFunctions.Tests.Faults;

/// <summary>A TCP proxy to a local server that can cut connections, freeze them, and delay the server's data.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _connections = [];
    private readonly CancellationTokenSource _end = new();
    private readonly int _server;
    private readonly Task _accepting;
    private volatile bool _isCut;
    private volatile TaskCompletionSource _flowing = Completed();

    private TcpProxy(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The delay of everything that the server sends.</summary>
    public TimeSpan Delay { get; set; }

    /// <param name="server">The server's port.</param>
    public static TcpProxy To(int server) => new(server);

    /// <summary>Closes all connections, and new ones until <see cref="Restore"/>.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var connection in _connections.Keys)
        {
            connection.Close();
        }
    }

    public void Restore() => _isCut = false;

    /// <summary>Keeps connections open and accepts new ones, but forwards nothing until <see cref="Resume"/>.</summary>
    public void Pause() => _flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume() => _flowing.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Cut();
        Resume();
        await _accepting;
        _end.Dispose();
        _listener.Dispose();
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    private async Task AcceptAsync()
    {
        var forwarding = new List<Task>();
        try
        {
            while (true)
            {
                forwarding.Add(ForwardAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            Cut();
        }

        await Task.WhenAll(forwarding);
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _server);
            _connections[near] = _connections[far] = true;
            if (_isCut)
            {
                return;
            }

            await Task.WhenAny(CopyAsync(near, far, () => TimeSpan.Zero), CopyAsync(far, near, () => Delay));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection was cut or closed.
        }
        finally
        {
            _connections.TryRemove(near, out _);
            _connections.TryRemove(far, out _);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, Func<TimeSpan> delay)
    {
        var buffer = new byte[64 * 1024];
        while (await from.GetStream().ReadAsync(buffer) is > 0 and var length)
        {
            await Task.Delay(delay());
            await _flowing.Task;
            await to.GetStream().WriteAsync(buffer.AsMemory(0, length));
        }
    }
}
