using System.Threading.Channels;
using ChatFunctions.Client.Live;

namespace ChatFunctions.Cli.Tailing;

/// <summary>
/// Listens over a live connection and reopens it when it is lost, with long polling meanwhile. The heartbeat detects broadcasts that are lost
/// while connected, and everything is read again from time to time.
/// </summary>
internal sealed class LiveFeed(Client client, HeldRequests instead, ChannelWriter<Arrival> arrivals)
{
    /// <summary>The time in which a new connection is added to its rooms' groups.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LookAgainEvery = TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var me = await client.MeAsync(cancellationToken);
        await using var connection = new LiveConnection(client.Chat, me.Id, new ChatClientOptions().HandlerFactory, cancellationToken);
        connection.OnRoomEvents((roomId, events) => arrivals.TryWrite(new Arrival.Events(roomId, events)));
        connection.OnRoomsChanged(change => arrivals.TryWrite(new Arrival.RoomChanged(change.RoomId)));
        while (true)
        {
            await OpenAsync(connection, cancellationToken);
            client.Screen.Remark("Live.");
            await ListenAsync(connection, cancellationToken);
            client.Screen.Remark("Live connection lost.");
        }
    }

    private async Task ListenAsync(LiveConnection connection, CancellationToken cancellationToken)
    {
        for (var pause = Settling; !connection.Closed.IsCompleted; pause = LookAgainEvery)
        {
            arrivals.TryWrite(new Arrival.LookAgain());
            await Task.WhenAny(connection.Closed, Task.Delay(pause, client.Clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task OpenAsync(LiveConnection connection, CancellationToken cancellationToken)
    {
        using var gap = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task? holding = null;
        try
        {
            for (var failures = 1; !await TryOpenAsync(connection, cancellationToken); failures++)
            {
                holding ??= instead.RunAsync(gap.Token);
                if (await Task.WhenAny(holding, Task.Delay(Backoff.After(failures), client.Clock, cancellationToken)) == holding)
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

    /// <summary>Returns false if a live connection isn't available now.</summary>
    /// <exception cref="ChatApiException">The session has ended.</exception>
    private static async Task<bool> TryOpenAsync(LiveConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (ChatApiException e) when (e.StatusCode != 401)
        {
            return false;
        }
    }
}
