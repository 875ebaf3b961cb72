using ChatFunctions.Cli.Messages;

namespace ChatFunctions.Cli.Tailing;

/// <summary>Prints events.</summary>
/// <param name="client">The client to print to.</param>
/// <param name="options">Which events to print.</param>
/// <param name="senderId">Only messages of this user; null: of all.</param>
internal sealed class TailPrinter(Client client, TailOptions options, string? senderId)
{
    private readonly MessageLines _lines = new(client.Screen, client.Time);
    private readonly bool _namesRoom = options.Rooms.Length != 1;
    private int _printed;

    /// <summary>Whether enough messages were printed.</summary>
    public bool IsDone => _printed >= options.Count;

    /// <summary>Prints a message from before the tail started, without counting it.</summary>
    public void PrintPast(TailedRoom room, Message message) => Print(room, message);

    public async Task PrintAsync(TailedRoom room, IEnumerable<RoomEvent> events, CancellationToken cancellationToken)
    {
        long shown = 0;
        foreach (var happened in events)
        {
            if (happened is RoomChange { Type: RoomChangeType.RoomRenamed, Name: { } name })
            {
                room.Name = name;
            }

            if (!IsDone && IsWanted(happened))
            {
                Print(room, happened);
                _printed++;
                shown = happened.Seq;
            }
        }

        if (options.MarkRead && shown > 0)
        {
            await MarkReadAsync(room, shown, cancellationToken);
        }
    }

    public void Lost(TailedRoom room) => client.Screen.Remark($"You're no longer in {room.Name}.");

    private bool IsWanted(RoomEvent happened) =>
        happened switch
        {
            Message message => senderId is null || message.Sender.Id == senderId,
            RoomChange change => options.Events && (senderId is null || change.Actor.Id == senderId),
            _ => false,
        };

    private void Print(TailedRoom room, RoomEvent happened) => client.Screen.Show(happened, shown =>
    {
        var name = _namesRoom ? room.Name : null;
        if (shown is Message message)
        {
            _lines.Write(message, name);
        }
        else if (shown is RoomChange change)
        {
            _lines.WriteChange(change, name);
        }
    });

    private async Task MarkReadAsync(TailedRoom room, long seq, CancellationToken cancellationToken)
    {
        try
        {
            await client.Chat.MarkReadAsync(room.Id, seq, unread: false, cancellationToken);
        }
        catch (ChatApiException e)
        {
            client.Screen.Remark($"Couldn't mark as read: {e.Message}");
        }
    }
}
