using ChatFunctions.Http;
using ChatFunctions.Messages;

namespace ChatFunctions.RoomLog;

/// <summary>
/// Carries a batch of commands into a room: decide on the state as known, submit under the head's ETag, and when that fails find out
/// what happened before trying again. A commit that succeeds proves that the state it was decided on was current.
/// </summary>
internal sealed class RoomCommitter(RoomStore store, RoomWaits waits, RoomMetrics metrics, TimeProvider clock)
{
    /// <returns>The room as known now (null: not known) and how many of the batch, from its start, are answered.</returns>
    public async Task<(RoomState? State, int Answered)> CommitAsync(string roomId, RoomState? cached, IReadOnlyList<PendingAppend> batch)
    {
        var patience = new Patience(clock);
        var state = cached;
        var fresh = false;
        while (true)
        {
            if (state is null)
            {
                (state, fresh) = (new RoomState { Head = await store.HeadAsync(roomId, CancellationToken.None) }, true);
            }

            state = await LoadNeedsAsync(roomId, state, batch);
            var (transaction, decided) = Decide(state, batch);
            if (transaction.IsEmpty && !fresh)
            {
                // Nothing to commit, so no commit will prove that the state is current: ask.
                (state, fresh) = (MovedOnTo(state, await store.HeadAsync(roomId, CancellationToken.None)), true);
                continue;
            }

            var settled = transaction.IsEmpty ? new Settled(true, state) : await SettleAsync(roomId, state, transaction, patience);
            if (settled is null)
            {
                foreach (var append in batch)
                {
                    append.Complete(Refusal.Unavailable);
                }

                return (null, batch.Count);
            }

            (state, fresh) = (settled.State, true);
            if (settled.TookEffect)
            {
                waits.Announce(roomId, transaction.State.Head?.Seq ?? 0);
                Answer(roomId, batch.Take(decided), transaction);
                return (state.OnlyMembers(), decided);
            }
        }
    }

    private async Task<RoomState> LoadNeedsAsync(string roomId, RoomState state, IReadOnlyList<PendingAppend> batch)
    {
        if (state.Head is null)
        {
            return state;
        }

        var unknown = batch.SelectMany(append => append.Command.Needs).Where(key => !state.Rows.ContainsKey(key)).Distinct().ToArray();
        if (unknown.Length == 0)
        {
            return state;
        }

        var rows = await Task.WhenAll(unknown.Select(key => store.RowAsync(roomId, key, CancellationToken.None)));
        return state with { Rows = state.Rows.SetItems(unknown.Zip(rows, KeyValuePair.Create)) };
    }

    /// <summary>Lets each command decide on what the ones before it leave, until one doesn't fit into the transaction any more.</summary>
    private (RoomTransaction Transaction, int Decided) Decide(RoomState state, IReadOnlyList<PendingAppend> batch)
    {
        var transaction = new RoomTransaction(state);
        var now = clock.GetUtcNow();
        now = state.Head?.LastAt > now ? state.Head.LastAt : now;
        var decided = 0;
        foreach (var append in batch)
        {
            append.Decision = append.Command.Decide(transaction.State, now);
            if (!transaction.TryAdd(append.Decision))
            {
                break;
            }

            decided++;
        }

        return (transaction, decided);
    }

    /// <summary>Submits until it is certain whether this transaction took effect.</summary>
    /// <returns>Null: still not certain, and out of patience.</returns>
    private async Task<Settled?> SettleAsync(string roomId, RoomState before, RoomTransaction transaction, Patience patience)
    {
        while (true)
        {
            var submission = await store.SubmitAsync(transaction);
            if (submission is Submission.Committed committed)
            {
                metrics.Committed(transaction.Events.Count);
                return new Settled(true, transaction.State with { Head = transaction.State.Head! with { ETag = committed.Head } });
            }

            metrics.NotCommitted(submission);
            if (!await patience.WaitAsync())
            {
                return null;
            }

            // The order matters: once the head has moved, a request still on its way can't take effect, so only then does
            // the witness's absence prove anything.
            var head = await store.HeadAsync(roomId, CancellationToken.None);
            if (head?.ETag != before.Head?.ETag)
            {
                return await TookEffectAsync(roomId, transaction)
                    ? new Settled(true, transaction.State.MovedOnTo(head))
                    : new Settled(false, before.MovedOnTo(head));
            }

            if (submission is Submission.Rejected)
            {
                return new Settled(false, await LearnSendsAsync(roomId, before, transaction));
            }

            // Unknown, and the room is as it was: the very same transaction again. If the first one is only late, one of the two
            // fails on the other's ETag, and the witness is the same.
        }
    }

    private async Task<bool> TookEffectAsync(string roomId, RoomTransaction transaction) =>
        transaction.Witness is { } witness
        && await store.RowAsync(roomId, witness.RowKey, CancellationToken.None) is EventRow found
        && found.Id == witness.Id;

    /// <summary>A row was there already though the room hasn't moved: some of these messages were sent before. Find out which.</summary>
    private async Task<RoomState> LearnSendsAsync(string roomId, RoomState state, RoomTransaction transaction)
    {
        var keys = transaction.SendKeys.ToArray();
        var rows = await Task.WhenAll(keys.Select(key => store.RowAsync(roomId, key, CancellationToken.None)));
        metrics.Replayed(rows.Count(row => row is not null));
        return state with { Rows = state.Rows.SetItems(keys.Zip(rows, KeyValuePair.Create).Where(pair => pair.Value is not null)) };
    }

    private static RoomState MovedOnTo(RoomState state, RoomHead? head) => head?.ETag == state.Head?.ETag ? state : state.MovedOnTo(head);

    private void Answer(string roomId, IEnumerable<PendingAppend> appends, RoomTransaction transaction)
    {
        var fresh = transaction.Events.OfType<Message>().ToDictionary(message => message.Seq);
        var broadcast = transaction.Events;
        foreach (var append in appends)
        {
            var decision = append.Decision;
            if (decision.Refusal is { } refusal)
            {
                append.Complete(refusal);
                continue;
            }

            var appended = new Appended(transaction.State.Head, decision.Events, [], decision.Events.Count > 0 ? broadcast : []);
            broadcast = decision.Events.Count > 0 ? [] : broadcast;
            if (decision.Sent.All(sent => fresh.ContainsKey(sent.Seq)))
            {
                append.Complete(appended with { Sent = [.. decision.Sent.Select(sent => new SentMessage(fresh[sent.Seq], sent.Replayed))] });
            }
            else
            {
                _ = AnswerWithEarlierAsync(roomId, append, appended, fresh);
            }
        }
    }

    /// <summary>Some of the command's messages were sent long before: read them, while the next batch is on its way already.</summary>
    private async Task AnswerWithEarlierAsync(string roomId, PendingAppend append, Appended appended, Dictionary<long, Message> fresh)
    {
        try
        {
            var sent = await Task.WhenAll(append.Decision.Sent.Select(async at => new SentMessage(
                fresh.GetValueOrDefault(at.Seq)
                    ?? (await store.FindAsync<MessageRow>(roomId, RoomKeys.Message(at.Seq), CancellationToken.None))?.ToMessage()
                    ?? throw new InvalidOperationException($"Room {roomId} has no message at {at.Seq}, which a send points to."),
                at.Replayed)));
            append.Complete(appended with { Sent = sent });
        }
        catch (Exception e)
        {
            append.Fail(e);
        }
    }

    /// <param name="TookEffect">Whether the transaction is in the room.</param>
    /// <param name="State">The room as known after.</param>
    private sealed record Settled(bool TookEffect, RoomState State);
}
