namespace ChatFunctions.Client.Live;

/// <summary>Listens without a live connection, by long polling the most recently active rooms. The other rooms are checked between rounds.</summary>
internal sealed class LongPolling(ChatClient chat, LiveFeed feed, Heartbeat heartbeat, TimeProvider clock)
{
    /// <summary>The most rooms that are polled concurrently.</summary>
    private const int MaxConcurrent = 16;

    /// <summary>The most that the API allows.</summary>
    private const int WaitSeconds = 20;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(WaitSeconds);

    /// <summary>Another round starts soon for a room that is read from now on.</summary>
    private static readonly TimeSpan FirstRound = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var length = FirstRound; ; length = Round)
        {
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var polls = feed.Rooms().Take(MaxConcurrent).Select(room => PollAsync(room, round.Token)).ToArray();
            await DelayAsync(length, cancellationToken).ConfigureAwait(false);
            await round.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(polls).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            await heartbeat.CheckAllAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PollAsync(RoomSubscription room, CancellationToken round)
    {
        var after = room.Sequence.Applied;
        for (var failures = 0; !round.IsCancellationRequested;)
        {
            try
            {
                var page = await chat.GetEventsAsync(room.RoomId, after, WaitSeconds, round).ConfigureAwait(false);
                failures = 0;
                if (page.Events.Count > 0)
                {
                    feed.Deliver(room.RoomId, page.Events);
                    after = page.Events[^1].Seq;
                }
            }
            catch (ChatApiException e) when (e.IsTransient)
            {
                await DelayAsync(Backoff.After(++failures), round).ConfigureAwait(false);
            }
            catch (ChatApiException e) when (e.StatusCode is 403 or 404)
            {
                room.Check();
                return;
            }
            catch (OperationCanceledException) when (round.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Waits, or until it is cancelled.</summary>
    private async Task DelayAsync(TimeSpan time, CancellationToken cancellationToken) =>
        await Task.Delay(time, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
