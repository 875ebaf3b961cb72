using System.Threading.Channels;
using ChatFunctions.Cli.Messages;

namespace ChatFunctions.Cli.Tailing;

/// <summary>Prints events.</summary>
/// <param name="client">The client to print to.</param>
/// <param name="options">Which events to print.</param>
/// <param name="senderId">Only messages of this user; null: of all.</param>
internal sealed class TailPrinter(Client client, TailOptions options, string? senderId)
{
    private readonly MessageLines _lines = new(client.Screen, client.Time, client.Mentions);
    private readonly bool _namesRoom = options.Rooms.Length != 1;
    private readonly Dictionary<string, long> _unmarked = [];
    private int _printed;

    /// <summary>Runs until enough messages are printed.</summary>
    public async Task RunAsync(ChannelReader<TailedEvent> events, CancellationToken cancellationToken)
    {
        while (!(_printed >= options.Count))
        {
            var (room, happened) = await NextAsync(events, cancellationToken);
            if (happened is null)
            {
                client.Screen.Remark($"You're no longer in {room.Name}.");
                continue;
            }

            room.Name = happened is RoomChange { Type: RoomChangeType.RoomRenamed, Name: { } name } ? name : room.Name;
            if (IsWanted(happened))
            {
                await PrintAsync(room.Name, happened, cancellationToken);
                _printed++;
                _unmarked[room.Id] = happened.Seq;
            }

            if (options.MarkRead && (_printed >= options.Count || !events.TryPeek(out _)))
            {
                await MarkReadAsync(cancellationToken);
            }
        }
    }

    /// <summary>Prints a message from before the tail started, without counting it.</summary>
    public Task PrintPastAsync(string room, Message message, CancellationToken cancellationToken) => PrintAsync(room, message, cancellationToken);

    private static async Task<TailedEvent> NextAsync(ChannelReader<TailedEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            return await events.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException e) when (e.InnerException is { } reason)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(reason);
            throw;
        }
    }

    private bool IsWanted(RoomEvent happened) => happened switch
    {
        Message message => senderId is null || message.Sender.Id == senderId,
        RoomChange change => options.Events && (senderId is null || change.Actor.Id == senderId),
        _ => false,
    };

    private async Task PrintAsync(string room, RoomEvent happened, CancellationToken cancellationToken)
    {
        if (happened is Message sent)
        {
            await client.Mentions.LoadAsync(sent, cancellationToken);
        }

        client.Screen.Show(happened, shown =>
        {
            var name = _namesRoom ? room : null;
            if (shown is Message message)
            {
                _lines.Write(message, name);
            }
            else if (shown is RoomChange change)
            {
                _lines.WriteChange(change, name);
            }
        });
    }

    private async Task MarkReadAsync(CancellationToken cancellationToken)
    {
        foreach (var (roomId, seq) in _unmarked)
        {
            try
            {
                await client.Chat.MarkReadAsync(roomId, seq, unread: false, cancellationToken);
            }
            catch (ChatApiException e)
            {
                client.Screen.Remark($"Couldn't mark as read: {client.Describe(e)}");
            }
        }

        _unmarked.Clear();
    }
}
