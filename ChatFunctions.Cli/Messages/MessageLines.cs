using System.Globalization;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Messages;

/// <summary>Writes messages, with a line for each new day.</summary>
internal sealed class MessageLines(Screen screen, LocalTime time)
{
    private DateOnly _day = time.Today;

    /// <param name="message">The message.</param>
    /// <param name="room">The room's name, if messages of several rooms are mixed.</param>
    public void Write(RoomEvent message, string? room = null)
    {
        WriteDay(message.CreatedAt);
        List<Piece> start = [new($"{When(message.CreatedAt)} #{Number(message.Seq)} ", Styles.Dim), .. Room(room)];
        if (message.Sender is { } sender)
        {
            start.Add(new Piece(SafeText.Line(sender.Username), NameColours.Of(sender.Id)));
        }

        start.Add(new Piece(message.ReplyTo is { } seq ? $" to #{Number(seq)}: " : ": ", Styles.Dim));
        var indent = new Piece(new string(' ', 6));
        string[] lines = message.Deleted ? ["(deleted)"] : SafeText.Lines(message.Text);
        for (var i = 0; i < lines.Length; i++)
        {
            var text = new Piece(lines[i], message.Deleted ? Styles.Dim : null);
            screen.Line([.. i == 0 ? start : [indent], text, .. i == lines.Length - 1 ? Remarks(message) : []]);
        }
    }

    /// <summary>Writes an event that isn't a message.</summary>
    public void WriteChange(RoomEvent change, string? room = null)
    {
        WriteDay(change.At);
        screen.Line([new Piece($"{When(change.At)} #{Number(change.Seq)} ", Styles.Dim), .. Room(room), new Piece(Said(change), Styles.Dim)]);
    }

    private static IEnumerable<Piece> Room(string? room) => room is null ? [] : [new Piece($"{SafeText.Line(room)} ", Styles.Room)];

    private static IEnumerable<Piece> Remarks(RoomEvent message)
    {
        if (message.EditedAt is not null && !message.Deleted)
        {
            yield return new Piece(" (edited)", Styles.Dim);
        }

        foreach (var reaction in message.Reactions ?? [])
        {
            yield return new Piece($"  {SafeText.Line(reaction.Emoji)} {Number(reaction.UserIds.Length)}", Styles.Dim);
        }
    }

    private static string Said(RoomEvent change)
    {
        var actor = SafeText.Line(change.Actor?.Username);
        var user = change.User?.Id == change.Actor?.Id ? null : SafeText.Line(change.User?.Username);
        var message = $"#{Number(change.MessageSeq ?? 0)}";
        return change.Type switch
        {
            "roomCreated" => $"{actor} created the room",
            "roomRenamed" => $"{actor} renamed the room to {SafeText.Line(change.Name)}",
            "defaultRoleChanged" => $"{actor} set the role of new members to {SafeText.Line(change.Role)}",
            "memberAdded" => user is null ? $"{actor} joined" : $"{actor} added {user}",
            "memberRemoved" when change.Banned => $"{actor} banned {user ?? actor}",
            "memberRemoved" => user is null ? $"{actor} left" : $"{actor} removed {user}",
            "memberRoleChanged" => $"{actor} changed {user ?? actor} to {SafeText.Line(change.Role)}",
            "messageEdited" => $"{actor} edited {message}: {SafeText.Line(change.Changed?.Text)}",
            "messageDeleted" => $"{actor} deleted {message}",
            "reactionAdded" => $"{actor} reacted to {message} with {SafeText.Line(change.Emoji)}",
            "reactionRemoved" => $"{actor} removed {SafeText.Line(change.Emoji)} from {message}",
            var other => $"{actor} {SafeText.Line(other)}",
        };
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private string When(DateTimeOffset? at) => at is { } moment ? time.Time(moment) : "--:--";

    private void WriteDay(DateTimeOffset? at)
    {
        if (at is { } moment && time.Date(moment) is var day && day != _day)
        {
            _day = day;
            screen.Line(new Piece($"-- {LocalTime.Day(day)} --", Styles.Dim));
        }
    }
}
