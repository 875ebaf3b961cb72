using System.Globalization;

namespace ChatFunctions.Cli.Demo;

/// <summary>Sends the demo's messages and reactions. What was already sent isn't repeated.</summary>
internal sealed class DemoTalk(DemoCast cast)
{
    public async Task HoldAsync(DemoRoom room, string roomId, CancellationToken cancellationToken)
    {
        var seqs = new Dictionary<string, long>();
        var last = 0L;
        for (var i = 0; i < room.Messages.Length; i++)
        {
            var message = room.Messages[i];
            var said = await SayAsync(room, roomId, i, message.ReplyTo is { } id ? seqs[id] : null, cancellationToken);
            last = said.Seq;
            if (message.Id is not null)
            {
                seqs[message.Id] = said.Seq;
            }

            await ChangeAsync(roomId, message, said, cancellationToken);
            await ReactAsync(roomId, message, said, cancellationToken);
        }

        foreach (var login in room.Others.Select(other => other.Login).Append(room.Owner))
        {
            var seq = room.ReadTo?.GetValueOrDefault(login) is { } id ? seqs[id] : last;
            await cast[login].MarkReadAsync(roomId, seq, unread: false, cancellationToken);
        }
    }

    private async Task<Message> SayAsync(DemoRoom room, string roomId, int index, long? replyTo, CancellationToken cancellationToken)
    {
        var message = room.Messages[index];
        var clientMessageId = string.Create(CultureInfo.InvariantCulture, $"demo-{index + 1}");
        try
        {
            return await cast[message.By].SendMessageAsync(roomId, new NewMessage(message.Text, clientMessageId, replyTo), cancellationToken);
        }
        catch (ChatApiException e) when (e.Code == "client_message_id_reused")
        {
            throw new CliException($"{room.Name ?? "A direct room"} has messages of an older demo. Run the demo on an empty server.");
        }
    }

    private async Task ChangeAsync(string roomId, DemoMessage message, Message said, CancellationToken cancellationToken)
    {
        if (message.EditedTo is { } text && said is { Deleted: false, EditedAt: null })
        {
            await cast[message.By].EditMessageAsync(roomId, said.Seq, text, version: null, cancellationToken);
        }

        if (message.Deleted && !said.Deleted)
        {
            await cast[message.By].DeleteMessageAsync(roomId, said.Seq, version: null, cancellationToken);
        }
    }

    private async Task ReactAsync(string roomId, DemoMessage message, Message said, CancellationToken cancellationToken)
    {
        foreach (var (emoji, logins) in said.Deleted ? [] : message.Reactions ?? [])
        {
            foreach (var login in logins)
            {
                await cast[login].AddReactionAsync(roomId, said.Seq, emoji, cancellationToken);
            }
        }
    }
}
