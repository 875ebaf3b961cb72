using System.Diagnostics;
using ChatFunctions.Client;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Client;

public sealed class BotTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task The_sample_bot_answers_in_each_of_its_rooms_and_answers_nothing_twice_after_a_restart()
    {
        var (ada, _) = await TestClient.RegisterAsync(chat.App.Url);
        await using var user = ada;
        var login = $"bot-{Guid.NewGuid():N}";
        var room = await ada.CreateRoomAsync("Tea");
        Room second;
        using (await StartAsync(login))
        {
            var bot = await ada.SearchUsersAsync(login).FirstAsync();
            second = await ada.CreateRoomAsync("Coffee", members: [bot.Id]);
            await ada.PutMemberAsync(room.Id, bot.Id);
            foreach (var where in new[] { room, second })
            {
                var ping = await ada.SendMessageAsync(where.Id, "ping");
                var pong = (await ada.EventsAsync(where.Id, 0).ReadUntilAsync(happened => happened is Message { Text: "pong" })).OfType<Message>().Last();
                Assert.Equal((bot.Id, ping.Seq), (pong.Sender.Id, pong.ReplyTo));
            }
        }

        using (await StartAsync(login))
        {
            await ada.SendMessageAsync(room.Id, "ping");
            var pongs = 0;
            var events = await ada.EventsAsync(room.Id, 0).ReadUntilAsync(happened => happened is Message { Text: "pong" } && ++pongs == 2);
            Assert.Equal(["ping", "pong", "ping", "pong"], events.OfType<Message>().Select(message => message.Text));
        }
    }

    private async Task<RunningBot> StartAsync(string login)
    {
        var bot = new RunningBot(Process.Start(new ProcessStartInfo("dotnet", [RepositoryRoot.Program("samples/Bot", "Bot"), login, ChatUser.Password])
        {
            RedirectStandardOutput = true,
            Environment = { ["CHAT_URL"] = chat.App.Url.AbsoluteUri },
        })!);
        Assert.StartsWith("Listening", await bot.Process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
        return bot;
    }

    private sealed record RunningBot(Process Process) : IDisposable
    {
        public void Dispose()
        {
            Process.Kill();
            Process.WaitForExit();
            Process.Dispose();
        }
    }
}
