using ChatFunctions.Rooms.Commands;

namespace ChatFunctions.Rooms;

/// <summary>
/// Erases a user from one room: first the membership, so that the user can't add anything, then the messages' content, then the name in old
/// events, then the user's reports. Each step reads what is left to do, so it can be repeated and run concurrently.
/// </summary>
internal sealed class RoomErasure(RoomAppender appender, RoomStore store, RoomPurge purge, AttachmentRemoval attachments, Ids ids)
{
    /// <returns>
    /// The last event, if any. Broadcasting it is enough: clients then fetch the ones before. 503 if storage didn't answer in time.
    /// </returns>
    public async Task<Outcome<RoomEvent?>> EraseAsync(string userId, string roomId)
    {
        var actor = new Actor(userId, Username: "");
        var left = await LeaveAsync(actor, roomId);
        if (left.Refusal is not null || left.Value.Head is null)
        {
            return left.Refusal is { } refusal ? refusal : (RoomEvent?)null;
        }

        if (left.Value.Head.IsDeleted)
        {
            await purge.FinishAsync(left.Value.Head, former: [], CancellationToken.None);
            return (RoomEvent?)null;
        }

        var messages = await EraseMessagesAsync(actor, roomId);
        var unfinished = messages.Refusal ?? await EraseNamesAsync(actor, roomId) ?? await EraseReportsAsync(actor, roomId);
        return unfinished is null ? messages.Value ?? left.Value.Last : unfinished;
    }

    private async Task<Outcome<(RoomHead? Head, RoomEvent? Last)>> LeaveAsync(Actor actor, string roomId)
    {
        while (true)
        {
            var (head, member) = await BoundedRequests.BothAsync(
                store.HeadAsync(roomId, CancellationToken.None), store.FindAsync<MemberRow>(roomId, RoomKeys.Member(actor.Id), CancellationToken.None));
            if (head is null or { IsDeleted: true } || member is null)
            {
                return (head, null);
            }

            var successor = member.Role == Role.Owner && head.OwnerCount == 1 ? await SuccessorAsync(actor.Id, roomId) : null;
            var appended = await appender.AppendAsync(roomId, new EraseMember(actor, ids.NewId(), ids.NewId(), successor));
            if (appended.Refusal is null)
            {
                return (appended.Value.Head, LastOf(appended.Value));
            }

            // The members changed meanwhile, so choose a successor again.
            if (appended.Refusal != RoomRefusals.LastOwner)
            {
                return appended.Refusal;
            }
        }
    }

    /// <summary>The member with the highest role; among several, the one who joined first.</summary>
    private async Task<string?> SuccessorAsync(string userId, string roomId)
    {
        var members = await store.MembersAsync(roomId, afterUserId: null, Limits.MembersPerRoom, CancellationToken.None);
        return members.Where(member => member.UserId != userId).OrderBy(member => member.Role).ThenBy(member => member.JoinedAt).FirstOrDefault()?.UserId;
    }

    private async Task<Outcome<RoomEvent?>> EraseMessagesAsync(Actor actor, string roomId)
    {
        var last = (RoomEvent?)null;
        var below = long.MaxValue;
        while (await store.MessagesAsync(roomId, 1, below - 1, EraseMessages.Most, actor.Id, CancellationToken.None) is { Count: > 0 } read)
        {
            var found = EraseMessages.Fitting(read);
            await attachments.RunAsync(roomId, found.SelectMany(message => message.ReadAttachments()).Select(file => file.Id));
            var seqs = found.Where(message => message.SenderName.Length > 0).Select(message => message.Seq).ToArray();
            var appended = await appender.AppendAsync(roomId, new EraseMessages(actor, seqs, [.. seqs.Select(_ => ids.NewId())]));
            if (appended.Refusal is { } refusal)
            {
                return refusal;
            }

            last = LastOf(appended.Value) ?? last;
            below = found[^1].Seq;
        }

        return last;
    }

    private async Task<Refusal?> EraseNamesAsync(Actor actor, string roomId)
    {
        var below = long.MaxValue;
        while (await store.NamingAsync(roomId, actor.Id, below - 1, EraseNames.Most, CancellationToken.None) is [.., var oldest] found)
        {
            if ((await appender.AppendAsync(roomId, new EraseNames(actor, found.ConvertAll(change => change.Seq)))).Refusal is { } refusal)
            {
                return refusal;
            }

            below = oldest.Seq;
        }

        return null;
    }

    private async Task<Refusal?> EraseReportsAsync(Actor actor, string roomId)
    {
        var below = long.MaxValue;
        while (await store.ReportsAsync(roomId, below - 1, Limits.MaxPageSize, CancellationToken.None) is [.., var oldest] found)
        {
            foreach (var row in found.Where(row => row.Of(actor.Id) is not null))
            {
                if ((await appender.AppendAsync(roomId, new EraseReport(actor, row.Seq))).Refusal is { } refusal)
                {
                    return refusal;
                }
            }

            below = oldest.Seq;
        }

        return null;
    }

    private static RoomEvent? LastOf(Appended appended) => appended.Broadcast is [.., var last] ? last : null;
}
