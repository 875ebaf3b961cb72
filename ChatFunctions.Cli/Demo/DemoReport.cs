using System.Globalization;
using ChatFunctions.Cli.Notifications;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Demo;

/// <summary>Prints what was created and what to try; as JSON, the users.</summary>
internal static class DemoReport
{
    public static async Task ShowJsonAsync(Client client, DemoContent content, DemoCast cast, CancellationToken cancellationToken)
    {
        foreach (var person in content.People)
        {
            client.Screen.Show((await cast[person.Login].GetMeAsync(cancellationToken)).RawJson);
        }
    }

    public static void Show(Client client, DemoContent content, DemoCast cast, Invitation? invitation, bool notified)
    {
        var screen = client.Screen;
        var page = $"{client.ServerName}/";
        screen.Done(string.Create(
            CultureInfo.InvariantCulture,
            $"{page} has {content.People.Length} people, {content.Rooms.Length} rooms and {content.Rooms.Sum(room => room.Messages.Length)} messages."));
        screen.Done("");
        screen.Table(People(content, cast));
        screen.Done("");
        screen.Line(new Piece("Password for all users: "), new Piece(content.Password, Styles.Bold));
        screen.Done("");
        screen.Done("Try:");
        foreach (var step in Steps(page, invitation, notified))
        {
            screen.Done($"  - {step}");
        }
    }

    private static ListTable People(DemoContent content, DemoCast cast)
    {
        var table = new ListTable("username", "name", "about");
        foreach (var person in content.People)
        {
            var me = cast.User(person.Login);
            table.Add(new Piece(person.Login, Styles.Bold), new Piece(me.Username, NameColours.Of(me.Id)), new Piece(person.About));
        }

        return table;
    }

    private static IEnumerable<string> Steps(string page, Invitation? invitation, bool notified)
    {
        var chat = Environment.GetEnvironmentVariable("CHAT_PORT") is { Length: > 0 } port ? $"CHAT_PORT={port} ./chat" : "./chat";
        yield return $"Log in as mara at {page} and, in a private window, as tom. Write to each other in Trailmark team.";
        yield return "As mara, scroll up in Trailhead lobby. React, reply, edit and delete. As gus, see that Announcements is read-only.";
        yield return $"Stop {chat} run while you send a message, start it again, and see the message arrive exactly once.";
        if (invitation?.Url is { } url)
        {
            yield return $"Open {url} in a private window to join a room without an account.";
        }

        yield return $"In a terminal, run {chat} cli login mara, then {chat} cli tail --last 5 --message --room \"Trailmark team\"";
        yield return notified
            ? $"Send mara a notification as a back end: {chat} cli notify mara \"The build is green\""
            : $"Notifications need the function key. Set {NotifyCommand.KeyVariable} and run this again.";
    }
}
