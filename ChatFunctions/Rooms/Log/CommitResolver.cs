namespace ChatFunctions.Rooms.Log;

/// <summary>Submits a transaction, retries until its outcome is known, and prevents starvation of slow instances.</summary>
internal sealed class CommitResolver(RoomStore store, RoomMetrics metrics, Ids ids, TimeProvider clock)
{
    /// <summary>
    /// Lost rounds after which an instance claims the room. A winner needs one round trip for each commit and a loser two, so a loser could
    /// otherwise lose as long as the other instance keeps sending.
    /// </summary>
    private const int RoundsBeforeClaim = 3;

    /// <summary>How many times, for 10 to 40 ms each, an instance waits for the one that claimed the room.</summary>
    private const int WaitsForClaimant = 10;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(40);

    private readonly string _instance = ids.NewId();

    /// <returns>Whether it took effect, and the state of the room afterwards; null if the outcome is still unknown when the budget is used up.</returns>
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

            // The order matters. Only after the head has changed can a request in flight no longer take effect, so only then does a
            // missing witness prove that the transaction failed.
            var head = await HeadAsync(roomId, budget);
            if (head?.ETag == before.Head?.ETag)
            {
                if (submission is Submission.Rejected)
                {
                    return new CommitResult(false, await LearnSendsAsync(roomId, before, transaction, budget.Token));
                }

                // Unknown outcome and an unchanged room: submit the same transaction again. If the first one is only late, one of
                // the two fails by its ETag, and both have the same witness.
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

    /// <summary>Reads the head. Claims the room first after too many lost rounds, and waits while another instance has claimed it.</summary>
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

    /// <summary>Reads the head, waiting a limited time while another instance claims the room.</summary>
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

    /// <summary>An insert conflicted although the room is unchanged, so some of these messages were sent before: reads their idempotency rows.</summary>
    private async Task<RoomState> LearnSendsAsync(string roomId, RoomState state, RoomTransaction transaction, CancellationToken cancellationToken)
    {
        var keys = transaction.SendKeys.ToArray();
        var rows = await Task.WhenAll(keys.Select(key => store.RowAsync(roomId, key, cancellationToken)));
        return state with { Rows = state.Rows.SetItems(keys.Zip(rows, KeyValuePair.Create).Where(pair => pair.Value is not null)) };
    }
}

/// <summary>The outcome of a transaction.</summary>
internal sealed record CommitResult(bool TookEffect, RoomState State);
