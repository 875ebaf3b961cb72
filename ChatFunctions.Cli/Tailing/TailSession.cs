using System.Threading.Channels;
using ChatFunctions.Cli.Prompting;

namespace ChatFunctions.Cli.Tailing;

/// <summary>One run of the tail: starts its parts, and ends all when the first ends.</summary>
internal sealed class TailSession(Client client, TailOptions options)
{
    private readonly Channel<Arrival> _arrivals = Channel.CreateUnbounded<Arrival>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TailedRooms _rooms = new(client, options.Rooms);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var sender = options.From is { } user ? (await client.Names.UserAsync(user, cancellationToken)).Id : null;
        var printer = new TailPrinter(client, options, sender);
        await _rooms.StartAsync(cancellationToken);
        await PrintLastAsync(printer, sender, cancellationToken);
        client.Screen.Remark($"Listening to {Described()}. Press Ctrl-C to stop.");

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> parts =
        [
            new Tail(client.Chat, _rooms, _arrivals.Reader, printer, client.Clock).RunAsync(end.Token),
            ListenAsync(end.Token),
            new Heartbeat(client.Chat, _rooms, _arrivals.Writer, client.Clock).RunAsync(end.Token),
        ];
        if (options.Message)
        {
            parts.Add(PromptAsync(end.Token));
        }

        var first = await Task.WhenAny(parts);
        await end.CancelAsync();
        foreach (var part in parts)
        {
            await part.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await first;
    }

    private Task ListenAsync(CancellationToken cancellationToken)
    {
        var held = new HeldRequests(client.Chat, _rooms, _arrivals.Writer, client.Clock);
        return options.Live
            ? new LiveFeed(client, held, _arrivals.Writer).RunAsync(cancellationToken)
            : held.RunAsync(cancellationToken);
    }

    /// <summary>Sends typed messages in order, while the user can continue typing.</summary>
    private async Task PromptAsync(CancellationToken cancellationToken)
    {
        var room = _rooms.Recent[0];
        var sending = Task.CompletedTask;
        await foreach (var line in new MessagePrompt(client.Screen).LinesAsync(room.Name, cancellationToken))
        {
            sending = SendAsync(sending, line);
        }

        await sending;

        async Task SendAsync(Task earlier, string text)
        {
            await earlier;
            try
            {
                await client.Chat.SendMessageAsync(room.Id, text, cancellationToken);
            }
            catch (ChatApiException e)
            {
                client.Screen.Error($"Not sent: {text}: {client.Describe(e)}");
            }
        }
    }

    private async Task PrintLastAsync(TailPrinter printer, string? sender, CancellationToken cancellationToken)
    {
        if (options.Last == 0)
        {
            return;
        }

        var last = await Task.WhenAll(_rooms.Recent.Select(async room =>
        {
            var query = new HistoryQuery { PageSize = Math.Min(200, options.Last), Before = room.Sequence.Applied + 1, Sender = sender };
            return await client.Chat.GetHistoryAsync(room.Id, query, cancellationToken).Take(options.Last)
                .Select(message => (Room: room, Message: message)).ToListAsync(cancellationToken);
        }));
        foreach (var (room, message) in last.SelectMany(found => found).OrderBy(Said))
        {
            printer.PrintPast(room, message);
        }

        static (DateTimeOffset, long) Said((TailedRoom Room, Message Message) found) => (found.Message.CreatedAt, found.Message.Seq);
    }

    private string Described() => _rooms.IsAll ? "all your rooms" : string.Join(", ", _rooms.Recent.Select(room => room.Name));
}
