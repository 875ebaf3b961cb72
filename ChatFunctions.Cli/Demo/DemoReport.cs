using System.Globalization;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Notifications;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Demo;

/// <summary>Says what there is now and what to try, on one screen; as JSON, who there is.</summary>
internal static class DemoReport
{
    public static async Task ShowJsonAsync(Client client, DemoContent content, DemoCast cast, CancellationToken cancellationToken)
    {
        foreach (var person in content.People)
        {
            client.Screen.Show(await cast.SendAsync(person.Login, ChatRequest.Get("me"), cancellationToken));
        }
    }

    public static void Show(Client client, DemoContent content, DemoCast cast, Invitation? invitation, bool notified)
    {
        var screen = client.Screen;
        var page = $"{client.Http.ServerName}/";
        screen.Done(string.Create(
            CultureInfo.InvariantCulture,
            $"{page} has {content.People.Length} people, {content.Rooms.Length} rooms and {content.Rooms.Sum(room => room.Messages.Length)} messages to try it with."));
        screen.Done("");
        screen.Table(People(content, cast));
        screen.Done("");
        screen.Line(new Piece("Everybody's password is "), new Piece(content.Password, Styles.Bold), new Piece("."));
        screen.Done("");
        screen.Done("Try:");
        foreach (var step in Steps(page, invitation, notified))
        {
            screen.Done($"  - {step}");
        }
    }

    private static ListTable People(DemoContent content, DemoCast cast)
    {
        var table = new ListTable("login", "name", "who");
        foreach (var person in content.People)
        {
            var me = cast[person.Login].Me;
            table.Add(new Piece(person.Login, Styles.Bold), new Piece(me.Username, NameColours.Of(me.Id)), new Piece(person.About));
        }

        return table;
    }

    private static IEnumerable<string> Steps(string page, Invitation? invitation, bool notified)
    {
        yield return $"Log in as mara at {page} and, in a private window, as tom. Write to each other in Trailmark team.";
        yield return "As mara, scroll up in Trailhead lobby; react, reply, edit, delete. As gus, look for the message field in Announcements.";
        yield return "Stop ./chat run while you write, start it again, and see the message arrive once.";
        if (invitation?.Url is { } url)
        {
            yield return $"Open {url} in a private window: a way into a room for somebody without an account.";
        }

        yield return "In a terminal: ./chat cli login mara, then ./chat cli tail --last 5 --message --room \"Trailmark team\"";
        yield return notified
            ? "As mara, look at the notifications; as a back end: ./chat cli notify mara \"The build is green\""
            : $"Notifications need the function key, in {NotifyCommand.KeyVariable}: run this again with it.";
    }
}
