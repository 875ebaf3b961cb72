using System.CommandLine;
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
            await using var cast = await DemoCast.EnterAsync(client, content, cancellationToken);
            var rooms = new DemoRooms(cast, client.Clock);
            var talk = new DemoTalk(cast);
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
            await client.Chat.GetLimitsAsync(cancellationToken);
        }
        catch (ChatApiException)
        {
            throw new CliException($"No server at {client.ServerName}. Start one with ./chat run, or set CHAT_URL.", ExitCodes.Unreachable);
        }
    }

    /// <returns>False: the server requires a function key that this process doesn't have.</returns>
    private static async Task<bool> NotifyAsync(Client client, DemoContent content, CancellationToken cancellationToken)
    {
        await using var backEnd = client.Connect(options => options.FunctionKey = NotifyCommand.KeyOfEnvironment);
        foreach (var notification in content.Notifications)
        {
            var to = new NotificationTarget(Login: notification.To);
            try
            {
                await backEnd.SendNotificationAsync(to, notification.Text, notification.Data, $"demo-{notification.Id}", cancellationToken);
            }
            catch (ChatApiException e) when (e.StatusCode == 401)
            {
                return false;
            }
        }

        return true;
    }
}
