using System.Threading.Channels;
using ChatFunctions.Cli.Prompting;
using ChatFunctions.Cli.Rooms;

namespace ChatFunctions.Cli.Tailing;

/// <summary>One run of the tail: starts its parts, and ends all when the first ends.</summary>
internal sealed class TailSession(Client client, TailOptions options)
{
    /// <summary>How often the list of rooms is read, in case that a live message about it is lost.</summary>
    private static readonly TimeSpan ListInterval = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ListIntervalWithoutLive = TimeSpan.FromSeconds(20);

    private readonly Channel<TailedEvent> _events = Channel.CreateUnbounded<TailedEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<LiveMessage> _listChanges = Channel.CreateUnbounded<LiveMessage>();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var chat = client.Connect(connect => (connect.Sessions, connect.UseLiveConnection) = (client.Sessions, options.Live));
        var sender = options.From is { } user ? (await client.Names.UserAsync(user, cancellationToken)).Id : null;
        var printer = new TailPrinter(client, options, sender);
        var rooms = new TailedRooms(client, chat, options.Rooms, _events.Writer);
        var found = await rooms.FindAsync(cancellationToken);
        await PrintLastAsync(found, printer, sender, cancellationToken);
        client.Screen.Remark($"Listening to {(rooms.IsAll ? "all your rooms" : string.Join(", ", found.Select(room => room.Title)))}. Press Ctrl-C to stop.");

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        found.ForEach(room => rooms.Read(room, room.Head, end.Token));
        List<Task> parts = [printer.RunAsync(_events.Reader, end.Token), WatchAsync(chat, end.Token)];
        if (rooms.IsAll)
        {
            parts.Add(rooms.AddNewAsync(_listChanges.Reader, options.Live ? ListInterval : ListIntervalWithoutLive, end.Token));
        }

        if (options.Message)
        {
            parts.Add(PromptAsync(found[0], end.Token));
        }

        var first = await Task.WhenAny(parts);
        await end.CancelAsync();
        foreach (var part in parts)
        {
            await part.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await first;
    }

    /// <summary>Says whether there is a live connection, and passes on changes of the room list.</summary>
    private async Task WatchAsync(ChatClient chat, CancellationToken cancellationToken)
    {
        await foreach (var message in chat.LiveMessagesAsync(cancellationToken))
        {
            if (message is LiveState state)
            {
                client.Screen.Remark(state.IsConnected ? "Live." : "Live connection lost.");
            }

            if (message is RoomListUpdate or LiveState)
            {
                _listChanges.Writer.TryWrite(message);
            }
        }
    }

    /// <summary>Sends typed messages in order, while the user can continue typing.</summary>
    private async Task PromptAsync(Room room, CancellationToken cancellationToken)
    {
        var sending = Task.CompletedTask;
        await foreach (var line in new MessagePrompt(client.Screen).LinesAsync(room.Title, cancellationToken))
        {
            sending = SendAsync(sending, line);
        }

        await sending;

        async Task SendAsync(Task earlier, string text)
        {
            await earlier;
            try
            {
                await client.Chat.SendMessageAsync(room.Id, await client.Mentions.EncodeAsync(room.Id, text, cancellationToken), cancellationToken);
            }
            catch (ChatApiException e)
            {
                client.Screen.Error($"Not sent: {text}: {client.Describe(e)}");
            }
        }
    }

    private async Task PrintLastAsync(List<Room> rooms, TailPrinter printer, string? sender, CancellationToken cancellationToken)
    {
        if (options.Last == 0)
        {
            return;
        }

        var last = await Task.WhenAll(rooms.Select(async room =>
        {
            var query = new HistoryQuery { PageSize = Math.Min(200, options.Last), Before = room.Head + 1, Sender = sender };
            return await client.Chat.GetHistoryAsync(room.Id, query, cancellationToken).Take(options.Last)
                .Select(message => (Room: room, Message: message)).ToListAsync(cancellationToken);
        }));
        foreach (var (room, message) in last.SelectMany(some => some).OrderBy(found => (found.Message.CreatedAt, found.Message.Seq)))
        {
            await printer.PrintPastAsync(room.Title, message, cancellationToken);
        }
    }
}
