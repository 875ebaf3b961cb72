using System.Globalization;

namespace ChatFunctions.Cli.Demo;

/// <summary>Imports the demo's messages, then edits, reacts and reads. What was already done isn't repeated.</summary>
internal sealed class DemoTalk(DemoCast cast, ChatClient server)
{
    /// <summary>The most messages of an import.</summary>
    private const int BatchSize = 49;

    public async Task HoldAsync(DemoRoom room, string roomId, IReadOnlyList<DateTimeOffset> times, CancellationToken cancellationToken)
    {
        var stored = await ImportAsync(room, roomId, times, cancellationToken);
        foreach (var (message, said) in room.Messages.Zip(stored))
        {
            await ChangeAsync(roomId, message, said, cancellationToken);
            await ReactAsync(roomId, message, said, cancellationToken);
        }

        foreach (var login in room.Others.Select(other => other.Login).Append(room.Owner))
        {
            await cast[login].MarkReadAsync(roomId, ReadTo(room, login, stored), unread: false, cancellationToken);
        }
    }

    /// <summary>Imports in as few requests as possible: a reply needs the seq of a message that was stored before.</summary>
    private async Task<List<Message>> ImportAsync(DemoRoom room, string roomId, IReadOnlyList<DateTimeOffset> times, CancellationToken cancellationToken)
    {
        var stored = new List<Message>();
        var batch = new List<ImportedMessage>();
        foreach (var (index, message) in room.Messages.Index())
        {
            var repliesTo = message.ReplyTo is null ? -1 : Array.FindIndex(room.Messages, one => one.Id == message.ReplyTo);
            if (batch.Count == BatchSize || repliesTo >= stored.Count)
            {
                await StoreAsync();
            }

            batch.Add(new ImportedMessage(
                cast.User(message.By).Id,
                message.Text,
                times[index],
                string.Create(CultureInfo.InvariantCulture, $"demo-{index + 1}"),
                repliesTo < 0 ? null : stored[repliesTo].Seq));
        }

        await StoreAsync();
        return stored;

        async Task StoreAsync()
        {
            try
            {
                stored.AddRange(await server.ImportMessagesAsync(roomId, batch, cancellationToken));
                batch.Clear();
            }
            catch (ChatApiException e) when (e.Code == "client_message_id_reused")
            {
                throw new CliException($"{room.Name ?? "A direct room"} has messages of an older demo. Run the demo on an empty server.");
            }
        }
    }

    /// <summary>A user who wrote the last message has read everything.</summary>
    private static long ReadTo(DemoRoom room, string login, List<Message> stored) =>
        room.Messages[^1].By != login && room.ReadTo?.GetValueOrDefault(login) is { } id
            ? stored[Array.FindIndex(room.Messages, message => message.Id == id)].Seq
            : stored[^1].Seq;

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
