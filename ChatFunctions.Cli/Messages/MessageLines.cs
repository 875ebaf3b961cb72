using System.Globalization;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Messages;

/// <summary>Writes messages, with a line for each new day.</summary>
internal sealed class MessageLines(Screen screen, LocalTime time, MentionNames mentions)
{
    private DateOnly _day = time.Today;

    /// <summary>Shows messages, or a sentence if there are none.</summary>
    /// <param name="titles">The rooms' names by id, if messages of several rooms are mixed.</param>
    public static Task ShowAsync(
        Client client, IAsyncEnumerable<Message> messages, string none, Dictionary<string, string>? titles, CancellationToken cancellationToken) =>
        ShowAsync(client, messages, message => message, (lines, message) => lines.Write(message, titles?.GetValueOrDefault(message.RoomId)), none, cancellationToken);

    /// <summary>Shows items with a message, or a sentence if there are none.</summary>
    /// <param name="write">Writes an item's lines.</param>
    public static async Task ShowAsync<T>(
        Client client, IAsyncEnumerable<T> items, Func<T, Message> messageOf, Action<MessageLines, T> write, string none, CancellationToken cancellationToken)
        where T : ApiObject
    {
        var lines = new MessageLines(client.Screen, client.Time, client.Mentions);
        var isEmpty = true;
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            isEmpty = false;
            await client.Mentions.LoadAsync(messageOf(item), cancellationToken);
            client.Screen.Show(item, shown => write(lines, shown));
        }

        if (isEmpty)
        {
            client.Screen.Done(none);
        }
    }

    /// <param name="message">The message.</param>
    /// <param name="room">The room's name, if messages of several rooms are mixed.</param>
    public void Write(Message message, string? room = null)
    {
        WriteDay(message.CreatedAt);
        List<Piece> start = [new($"{time.Time(message.CreatedAt)} #{Number(message.Seq)} ", Styles.Dim), .. Room(room)];
        start.Add(new Piece(SafeText.Line(message.Sender.Username), NameColours.Of(message.Sender.Id)));
        start.Add(new Piece(message.ReplyTo is { } seq ? $" to #{Number(seq)}: " : ": ", Styles.Dim));
        var indent = new Piece(new string(' ', 6));
        string[] lines = message.Deleted ? ["(deleted)"]
            : [.. message.Text.Length > 0 || message.Attachments is null ? SafeText.Lines(mentions.Show(message.Text)) : [], .. (message.Attachments ?? []).Select(FileCommands.Line)];
        for (var i = 0; i < lines.Length; i++)
        {
            var text = new Piece(lines[i], message.Deleted ? Styles.Dim : null);
            screen.Line([.. i == 0 ? start : [indent], text, .. i == lines.Length - 1 ? Remarks(message) : []]);
        }
    }

    /// <summary>Writes an event that isn't a message.</summary>
    public void WriteChange(RoomChange change, string? room = null)
    {
        WriteDay(change.At);
        screen.Line([new Piece($"{time.Time(change.At)} #{Number(change.Seq)} ", Styles.Dim), .. Room(room), new Piece(Said(change), Styles.Dim)]);
    }

    private static IEnumerable<Piece> Room(string? room) => room is null ? [] : [new Piece($"{SafeText.Line(room)} ", Styles.Room)];

    private static IEnumerable<Piece> Remarks(Message message)
    {
        if (message.EditedAt is not null && !message.Deleted)
        {
            yield return new Piece(" (edited)", Styles.Dim);
        }

        foreach (var reaction in message.Reactions ?? [])
        {
            yield return new Piece($"  {SafeText.Line(reaction.Emoji)} {Number(reaction.UserIds.Count)}", Styles.Dim);
        }
    }

    private static string Said(RoomChange change)
    {
        var actor = SafeText.Line(change.Actor.Username);
        var user = change.User?.Id == change.Actor.Id ? null : SafeText.Line(change.User?.Username);
        var message = $"#{Number(change.MessageSeq ?? 0)}";
        return change.Type switch
        {
            RoomChangeType.RoomCreated => $"{actor} created the room",
            RoomChangeType.RoomRenamed => $"{actor} renamed the room to {SafeText.Line(change.Name)}",
            RoomChangeType.TopicChanged => change.Topic is { Length: > 0 } topic ? $"{actor} set the topic to {SafeText.Line(topic)}" : $"{actor} removed the topic",
            RoomChangeType.PictureChanged => change.PictureUrl is null ? $"{actor} removed the picture" : $"{actor} set the picture",
            RoomChangeType.DefaultRoleChanged => $"{actor} set the role of new members to {SafeText.Line(change.Role)}",
            RoomChangeType.MemberAdded => user is null ? $"{actor} joined" : $"{actor} added {user}",
            RoomChangeType.MemberRemoved when change.Banned => $"{actor} banned {user ?? actor}",
            RoomChangeType.MemberRemoved => user is null ? $"{actor} left" : $"{actor} removed {user}",
            RoomChangeType.MemberRoleChanged => $"{actor} changed {user ?? actor} to {SafeText.Line(change.Role)}",
            RoomChangeType.MessageEdited => $"{actor} edited {message}: {SafeText.Line(change.Message?.Text)}",
            RoomChangeType.MessageDeleted => $"{actor} deleted {message}",
            RoomChangeType.ReactionAdded => $"{actor} reacted to {message} with {SafeText.Line(change.Emoji)}",
            RoomChangeType.ReactionRemoved => $"{actor} removed {SafeText.Line(change.Emoji)} from {message}",
            RoomChangeType.MessagePinned => $"{actor} pinned {message}",
            RoomChangeType.MessageUnpinned => $"{actor} unpinned {message}",
            var other => $"{actor} {SafeText.Line(other)}",
        };
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void WriteDay(DateTimeOffset at)
    {
        if (time.Date(at) is var day && day != _day)
        {
            _day = day;
            screen.Line(new Piece($"-- {LocalTime.Day(day)} --", Styles.Dim));
        }
    }
}
