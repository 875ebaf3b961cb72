namespace ChatFunctions.Rooms.Log;

/// <summary>
/// Commits a batch of commands: decides on the known state, submits under the head's ETag, and after a failure finds out what happened before
/// it tries again. Success proves that the state was current.
/// </summary>
internal sealed class RoomCommitter(
    RoomStore store,
    CommitResolver resolver,
    RoomWaits waits,
    IRoomLists lists,
    AttachmentRemoval attachments,
    RoomMetrics metrics,
    Ids ids,
    TimeProvider clock,
    ILogger<RoomCommitter> logger)
{
    /// <returns>The state of the room, null if unknown, and how many commands, from the start of the batch, were answered.</returns>
    public async Task<(RoomState? State, int Answered)> CommitAsync(string roomId, RoomState? cached, IReadOnlyList<PendingAppend> batch)
    {
        using var commit = new CommitTelemetry(metrics, clock, logger, roomId, batch);
        var (state, answered) = await CarryAsync(roomId, cached, batch);
        commit.Answered(state, answered);
        return (state, answered);
    }

    private async Task<(RoomState? State, int Answered)> CarryAsync(string roomId, RoomState? cached, IReadOnlyList<PendingAppend> batch)
    {
        using var budget = new RetryBudget(clock, ids);
        var state = cached;
        var fresh = false;
        while (true)
        {
            if (state is null)
            {
                (state, fresh) = (new RoomState { Head = await store.HeadAsync(roomId, budget.Token) }, true);
            }

            state = await LoadNeedsAsync(roomId, state, batch, budget.Token);
            var (transaction, decided) = Decide(state, batch);
            if (transaction.IsEmpty && !fresh)
            {
                // Without a commit nothing proves that the state is current, so read the head.
                (state, fresh) = (MovedOnTo(state, await store.HeadAsync(roomId, budget.Token)), true);
                continue;
            }

            var settled = transaction.IsEmpty ? new CommitResult(true, state) : await resolver.ResolveAsync(roomId, state, transaction, budget);
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
                attachments.Start(roomId, transaction.RemovedAttachments);
                if (transaction.UpdatesRoomLists)
                {
                    lists.Update(transaction.State.Head!);
                }

                return (state.OnlyMembers(), decided);
            }
        }
    }

    /// <summary>Loads rows even if the room doesn't exist, because an earlier command of the batch may create it.</summary>
    private async Task<RoomState> LoadNeedsAsync(string roomId, RoomState state, IReadOnlyList<PendingAppend> batch, CancellationToken cancellationToken)
    {
        var unknown = batch.SelectMany(append => append.Command.NeedsAt(state.Head)).Where(key => !state.Rows.ContainsKey(key)).Distinct().ToArray();
        if (unknown.Length == 0)
        {
            return state;
        }

        var rows = await Task.WhenAll(unknown.Select(key => store.RowAsync(roomId, key, cancellationToken)));
        return state with { Rows = state.Rows.SetItems(unknown.Zip(rows, KeyValuePair.Create)) };
    }

    /// <summary>Lets each command decide on the state that the previous ones leave, until the transaction is full.</summary>
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

            var appended = new Appended(transaction.State.Head, decision.Events, [], decision.Events.Count > 0 ? broadcast : [], decision.Message);
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

    /// <summary>Reads messages of the command that were sent earlier, without delaying the next batch.</summary>
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
}

/// <summary>The room lists of users, which are ordered by activity.</summary>
internal interface IRoomLists
{
    /// <summary>Updates the room's activity in the lists of all members, in the background.</summary>
    void Update(RoomHead head);
}
