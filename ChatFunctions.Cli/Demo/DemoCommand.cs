using System.CommandLine;
using ChatFunctions.Cli.Accounts;
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
            var invitation = await FillRoomsAsync(client, content, cast, cancellationToken);
            var notified = await NotifyAsync(client, content, cancellationToken);
            if (client.Screen.Json)
            {
                await DemoReport.ShowJsonAsync(client, content, cast, cancellationToken);
            }
            else
            {
                DemoReport.Show(client, content, cast, invitation, notified);
            }
        });

    /// <summary>Creates the rooms and their messages with an API key, which is removed at the end.</summary>
    /// <returns>An invitation to try.</returns>
    private static async Task<Invitation?> FillRoomsAsync(Client client, DemoContent content, DemoCast cast, CancellationToken cancellationToken)
    {
        var key = await KeyCommands.ManageAsync(client, masterKey: null, chat => chat.AddApiKeyAsync("demo", cancellationToken));
        try
        {
            await using var server = client.Connect(options => options.ApiKey = key.Key);
            var rooms = new DemoRooms(cast, server, client.Clock);
            var talk = new DemoTalk(cast, server);
            var now = client.Clock.GetLocalNow();
            foreach (var (index, room) in content.Rooms.Index())
            {
                var times = DemoTimes.Of(room.Messages.Length, DemoTimes.Recent * (content.Rooms.Length - index) / content.Rooms.Length, now);
                var roomId = await rooms.OpenAsync(room, createdAt: times[0], cancellationToken);
                await talk.HoldAsync(room, roomId, times, cancellationToken);
                await rooms.CompleteAsync(room, roomId, cancellationToken);
            }

            return rooms.Invitation;
        }
        finally
        {
            await KeyCommands.ManageAsync(client, masterKey: null, async chat =>
            {
                await chat.RemoveApiKeyAsync(key.Id, CancellationToken.None);
                return true;
            });
        }
    }

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
