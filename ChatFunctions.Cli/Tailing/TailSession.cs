using System.Threading.Channels;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Messages;
using ChatFunctions.Cli.Prompting;

namespace ChatFunctions.Cli.Tailing;

/// <summary>One run of the tail: starts its parts, and ends all when the first ends.</summary>
internal sealed class TailSession(Client client, TailOptions options)
{
    private readonly Channel<Arrival> _arrivals = Channel.CreateUnbounded<Arrival>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TailedRooms _rooms = new(client.Chat, client.Names, options.Rooms);

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
            ? new LiveFeed(client.Chat, held, _arrivals.Writer, client.Screen, client.Clock).RunAsync(cancellationToken)
            : held.RunAsync(cancellationToken);
    }

    /// <summary>Sends typed messages in order, while the user can continue typing.</summary>
    private async Task PromptAsync(CancellationToken cancellationToken)
    {
        var room = _rooms.Recent[0];
        var sender = new Sender(client.Chat, client.Clock);
        var sending = Task.CompletedTask;
        await foreach (var line in new MessagePrompt(client.Screen).LinesAsync(room.Name, cancellationToken))
        {
            sending = SendAsync(sending, new SendRequest(line, Sender.NewId(), ReplyTo: null));
        }

        await sending;

        async Task SendAsync(Task earlier, SendRequest message)
        {
            await earlier;
            try
            {
                await sender.SendAsync(room.Id, message, cancellationToken);
            }
            catch (ChatException e)
            {
                client.Screen.Error($"Not sent: {message.Text}: {e.Message}");
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
            var path = Paths.Messages(room.Id).With(
                ("limit", Math.Min(200, options.Last)), ("before", room.Sequence.Applied + 1), ("sender", sender));
            return await client.Chat.ListAsync(path, WireJson.Default.RoomEvent, cancellationToken).Take(options.Last)
                .Select(message => (Room: room, Message: message)).ToListAsync(cancellationToken);
        }));
        foreach (var (room, message) in last.SelectMany(found => found).OrderBy(Said))
        {
            printer.PrintPast(room, message);
        }

        static (DateTimeOffset?, long) Said((TailedRoom Room, Received<RoomEvent> Message) found) =>
            (found.Message.Value.CreatedAt, found.Message.Value.Seq);
    }

    private string Described() => _rooms.IsAll ? "all your rooms" : string.Join(", ", _rooms.Recent.Select(room => room.Name));
}
