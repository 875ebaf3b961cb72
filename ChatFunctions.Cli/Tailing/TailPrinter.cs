using ChatFunctions.Cli.Api;
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
    public void PrintPast(TailedRoom room, Received<RoomEvent> message) => Print(room, message);

    public async Task PrintAsync(TailedRoom room, IEnumerable<Received<RoomEvent>> events, CancellationToken cancellationToken)
    {
        long shown = 0;
        foreach (var happened in events)
        {
            if (happened.Value.Type == "roomRenamed")
            {
                room.Name = happened.Value.Name ?? room.Name;
            }

            if (!IsDone && IsWanted(happened.Value))
            {
                Print(room, happened);
                _printed++;
                shown = happened.Value.Seq;
            }
        }

        if (options.MarkRead && shown > 0)
        {
            await MarkReadAsync(room, shown, cancellationToken);
        }
    }

    public void Lost(TailedRoom room) => client.Screen.Remark($"You're no longer in {room.Name}.");

    private bool IsWanted(RoomEvent happened) =>
        (happened.IsMessage || options.Events) && (senderId is null || (happened.Sender ?? happened.Actor)?.Id == senderId);

    private void Print(TailedRoom room, Received<RoomEvent> happened) => client.Screen.Show(happened, shown =>
    {
        var name = _namesRoom ? room.Name : null;
        if (shown.IsMessage)
        {
            _lines.Write(shown, name);
        }
        else
        {
            _lines.WriteChange(shown, name);
        }
    });

    private async Task MarkReadAsync(TailedRoom room, long seq, CancellationToken cancellationToken)
    {
        try
        {
            await HistoryCommand.MarkReadAsync(client.Chat, room.Id, seq, cancellationToken);
        }
        catch (ChatException e)
        {
            client.Screen.Remark($"Couldn't mark as read: {e.Message}");
        }
    }
}
