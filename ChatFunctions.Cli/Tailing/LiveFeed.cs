using System.Threading.Channels;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Live;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Tailing;

/// <summary>
/// Listens over a live connection, which is negotiated anew whenever it is lost; while there is none to be had, by held requests.
/// Broadcasts can get lost even while connected, so now and then everything is looked at again.
/// </summary>
internal sealed class LiveFeed(ChatClient chat, HeldRequests instead, ChannelWriter<Arrival> arrivals, Screen screen, TimeProvider clock)
{
    /// <summary>The service adds a new connection to its rooms' groups a moment after it is made.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LookAgainEvery = TimeSpan.FromSeconds(25);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var connection = await ConnectAsync(cancellationToken);
            screen.Remark("Live.");
            await ListenAsync(connection, cancellationToken);
            screen.Remark("The live connection is lost.");
        }
    }

    private async Task ListenAsync(LiveConnection connection, CancellationToken cancellationToken)
    {
        for (var pause = Settling; !connection.Closed.IsCompleted; pause = LookAgainEvery)
        {
            arrivals.TryWrite(new Arrival.LookAgain());
            await Task.WhenAny(connection.Closed, Task.Delay(pause, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<LiveConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        using var gap = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task? holding = null;
        try
        {
            for (var failures = 1; ; failures++)
            {
                if (await TryConnectAsync(cancellationToken) is { } connection)
                {
                    return connection;
                }

                holding ??= instead.RunAsync(gap.Token);
                if (await Task.WhenAny(holding, Task.Delay(Backoff.After(failures), clock, cancellationToken)) == holding)
                {
                    await holding;
                }

                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await gap.CancelAsync();
            await (holding ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Null: not now.</returns>
    /// <exception cref="RefusedException">The session has ended.</exception>
    private async Task<LiveConnection?> TryConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new LiveConnection(chat);
        connection.OnRoomEvents((roomId, events) => arrivals.TryWrite(new Arrival.Events(roomId, events)));
        connection.OnRoomsChanged(change => arrivals.TryWrite(new Arrival.RoomChanged(change.RoomId)));
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (ChatException e)
        {
            await connection.DisposeAsync();
            if (e is RefusedException { Status: 401 or 0 })
            {
                throw;
            }

            return null;
        }
        catch (OperationCanceledException)
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
