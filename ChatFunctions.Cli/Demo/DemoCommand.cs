using System.CommandLine;
using ChatFunctions.Cli.Api;
using ChatFunctions.Cli.Notifications;

namespace ChatFunctions.Cli.Demo;

/// <summary>Fills a chat with example users, rooms and conversations. Running it again adds nothing twice.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandRunner runner) =>
        runner.Make("demo", "Add sample users, rooms and conversations. Safe to repeat", async (_, client, cancellationToken) =>
        {
            await NeedChatAsync(client, cancellationToken);
            var content = DemoContent.Load();
            var cast = await DemoCast.EnterAsync(client, content, cancellationToken);
            var rooms = new DemoRooms(cast, client.Clock);
            var talk = new DemoTalk(cast, client.Clock);
            foreach (var room in content.Rooms)
            {
                var roomId = await rooms.OpenAsync(room, cancellationToken);
                await talk.HoldAsync(room, roomId, cancellationToken);
            }

            var notified = await NotifyAsync(client, content, cancellationToken);
            if (client.Screen.Json)
            {
                await DemoReport.ShowJsonAsync(client, content, cast, cancellationToken);
            }
            else
            {
                DemoReport.Show(client, content, cast, rooms.Invitation, notified);
            }
        });

    private static async Task NeedChatAsync(Client client, CancellationToken cancellationToken)
    {
        try
        {
            await client.Http.SendAsync(ChatRequest.Get("limits"), token: null, cancellationToken);
        }
        catch (ChatException e)
        {
            throw new UnreachableException($"No server at {client.Http.ServerName}. Start one with ./chat run, or set CHAT_URL.", e);
        }
    }

    /// <returns>False: the server requires a function key that this process doesn't have.</returns>
    private static async Task<bool> NotifyAsync(Client client, DemoContent content, CancellationToken cancellationToken)
    {
        foreach (var notification in content.Notifications)
        {
            var to = new NotificationTarget(Login: notification.To);
            var body = new NotificationRequest(to, notification.Text, notification.Data, $"demo-{notification.Id}");
            var request = ChatRequest.Post("notifications", body, WireJson.Default.NotificationRequest) with { FunctionKey = NotifyCommand.KeyOfEnvironment };
            try
            {
                await Repeating.UntilAnsweredAsync(() => client.Http.SendAsync(request, token: null, cancellationToken), client.Clock, cancellationToken);
            }
            catch (RefusedException e) when (e.Status == 401)
            {
                return false;
            }
        }

        return true;
    }
}
