namespace ChatFunctions.Rooms.Log;

/// <summary>Submits a transaction until it is certain whether it took effect, and sees to it that no instance starves.</summary>
internal sealed class CommitResolver(RoomStore store, RoomMetrics metrics, Ids ids, TimeProvider clock)
{
    /// <summary>
    /// Lost rounds after which an instance claims the room. One that commits without a pause needs one trip to storage for a round,
    /// one that lost needs two, so without this it could lose for as long as the other has something to send.
    /// </summary>
    private const int RoundsBeforeClaim = 3;

    /// <summary>Waits of 10 to 40 ms for an instance that has claimed the room; then it had its time, or is gone.</summary>
    private const int WaitsForClaimant = 10;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(40);

    private readonly string _instance = ids.NewId();

    /// <returns>Whether it took effect, and the room as known after; null: not certain, and the budget is spent.</returns>
    public async Task<CommitResult?> ResolveAsync(string roomId, RoomState before, RoomTransaction transaction, RetryBudget budget)
    {
        while (true)
        {
            var submission = await store.SubmitAsync(transaction, budget.Token);
            if (submission is Submission.Committed committed)
            {
                metrics.Committed(transaction.Events.Count);
                return new CommitResult(true, transaction.State with { Head = transaction.State.Head! with { ETag = committed.Head } });
            }

            metrics.NotCommitted(submission);
            if (!await budget.DelayAsync())
            {
                return null;
            }

            metrics.Retried();

            // The order matters: once the head has moved, a request still on its way can't take effect, so only then does
            // the witness's absence prove anything.
            var head = await HeadAsync(roomId, budget);
            if (head?.ETag == before.Head?.ETag)
            {
                if (submission is Submission.Rejected)
                {
                    return new CommitResult(false, await LearnSendsAsync(roomId, before, transaction, budget.Token));
                }

                // Unknown, and the room is as it was: the very same transaction again. If the first one is only late, one of the
                // two fails on the other's ETag, and the witness is the same.
                continue;
            }

            if (await TookEffectAsync(roomId, transaction, budget.Token))
            {
                metrics.Committed(transaction.Events.Count);
                return new CommitResult(true, transaction.State.MovedOnTo(head));
            }

            var moved = before.MovedOnTo(head);
            return new CommitResult(false, submission is Submission.Rejected && RoomHead.SaySame(head, before.Head) ? await LearnSendsAsync(roomId, moved, transaction, budget.Token) : moved);
        }
    }

    /// <summary>Reads the head; claims the room first where too many rounds were lost, and gives way where another instance has claimed it.</summary>
    private async Task<RoomHead?> HeadAsync(string roomId, RetryBudget budget)
    {
        var head = await UnclaimedAsync(roomId, budget.Token);
        if (budget.Rounds <= RoundsBeforeClaim)
        {
            return head;
        }

        await store.ClaimAsync(roomId, _instance, budget.Token);
        return await UnclaimedAsync(roomId, budget.Token);
    }

    /// <summary>Reads the head when no other instance claims the room, or has claimed it for too long.</summary>
    private async Task<RoomHead?> UnclaimedAsync(string roomId, CancellationToken cancellationToken)
    {
        var head = await store.HeadAsync(roomId, cancellationToken);
        for (var wait = 0; wait < WaitsForClaimant && head?.ClaimedBy is { } claimant && claimant != _instance; wait++)
        {
            await Task.Delay(ids.NewWait(ShortestWait, LongestWait), clock, cancellationToken);
            head = await store.HeadAsync(roomId, cancellationToken);
        }

        return head;
    }

    private async Task<bool> TookEffectAsync(string roomId, RoomTransaction transaction, CancellationToken cancellationToken) =>
        transaction.Witness is { } witness
        && await store.RowAsync(roomId, witness.RowKey, cancellationToken) is EventRow found
        && found.Id == witness.Id;

    /// <summary>A row was there already though nothing happened in the room: some of these messages were sent before. Find out which.</summary>
    private async Task<RoomState> LearnSendsAsync(string roomId, RoomState state, RoomTransaction transaction, CancellationToken cancellationToken)
    {
        var keys = transaction.SendKeys.ToArray();
        var rows = await Task.WhenAll(keys.Select(key => store.RowAsync(roomId, key, cancellationToken)));
        return state with { Rows = state.Rows.SetItems(keys.Zip(rows, KeyValuePair.Create).Where(pair => pair.Value is not null)) };
    }
}

/// <summary>What became of a transaction.</summary>
/// <param name="TookEffect">Whether it is in the room.</param>
/// <param name="State">The room as known after.</param>
internal sealed record CommitResult(bool TookEffect, RoomState State);
