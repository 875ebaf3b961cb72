using System.Net;
using ChatFunctions.Tests.Azurite;
using ChatFunctions.Tests.Processes;
using ChatFunctions.Tests.Storage;
using Functions.Host;

namespace ChatFunctions.Tests;

/// <summary>Accounts, rooms, roles, messages and live events over HTTP, like a client.</summary>
public sealed class EndToEndTests(TwoAccountsFixture chat) : IClassFixture<TwoAccountsFixture>
{
    [Fact]
    public Task A_chat_on_two_storage_accounts_works() => RunAsync(chat.App.Url);

    [Fact]
    public async Task The_app_as_a_worker_process_works()
    {
        var (azurite, port) = (await AzuriteServer.SharedAsync(), FreePort.Find());
        await using var signalR = await SignalREmulator.StartAsync(hostPort: port);
        await using var host = await FunctionsHost.StartAsync(new FunctionsHostOptions
        {
            App = RepositoryRoot.Program("ChatFunctions", "ChatFunctions"),
            Port = port,
            Settings = new Dictionary<string, string>
            {
                ["AzureWebJobsStorage"] = azurite.ConnectionString,
                ["AzureSignalRConnectionString"] = signalR.ConnectionString,
                ["Chat__TablePrefix"] = ChatInstance.NewTablePrefix(),
                ["Chat__TokenKey"] = ChatInstance.TokenKey,
                ["Chat__RateLimits__Enabled"] = "false",
            },
        });

        await RunAsync(new Uri(host.Url));
    }

    private static async Task RunAsync(Uri app)
    {
        using var ada = await ChatUser.RegisterAsync(app, "Ada");
        using var bob = await ChatUser.RegisterAsync(app, "Bob");
        using var eve = await ChatUser.RegisterAsync(app, "Eve");

        // Live: members receive messages in order, and missed ones over HTTP.
        var roomId = await ada.CreateRoomAsync("journey", bob);
        await using (var live = await LiveConnection.OpenAsync(bob))
        {
            await Eventually.IsTrueAsync(async () =>
            {
                await ada.SendMessageAsync(roomId, "is the connection in its groups yet?");
                return live.EventsOf(roomId).Any();
            });

            var sent = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ada.SendMessageAsync(roomId, $"{i}", clientMessageId: $"c{i}")));
            await live.ReceivesAsync(roomId, sent.Max(message => (long)message["seq"]!));
            var replayed = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "7", clientMessageId = "c7" });
            Assert.Equal((string?)sent[7]["id"], (string?)replayed["id"]);
        }

        var last = (long)(await ada.SendMessageAsync(roomId, "while Bob was away"))["seq"]!;
        var missed = await bob.GetAsync($"rooms/{roomId}/events?after={last - 1}");
        Assert.Equal("while Bob was away", (string?)missed["events"]![0]!["text"]);

        // Messages: edit, react, delete, page.
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}/messages/{last}", new { text = "edited" });
        await bob.SendAsync(HttpMethod.Put, $"rooms/{roomId}/messages/{last}/reactions/%F0%9F%91%8D");
        Assert.Equal("edited", (string?)(await bob.GetAsync($"rooms/{roomId}/messages/{last}"))["text"]);
        await ada.SendAsync(HttpMethod.Delete, $"rooms/{roomId}/messages/{last}");
        var page = await bob.GetAsync($"rooms/{roomId}/messages?limit=5");
        Assert.Equal(5, page["items"]!.AsArray().Count);

        // Roles and invitations.
        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/messages");
        var invitation = (string)(await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/invitations", new { maxUses = 1 }))["code"]!;
        await eve.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{invitation}/accept");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{eve.Id}", new { role = "reader" });
        await eve.RefusedAsync(403, "forbidden", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "may I?" });
        Assert.Equal(3, (await ada.GetAsync($"rooms/{roomId}/members"))["items"]!.AsArray().Count);

        // Accounts: rename, refresh, erase.
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { username = "Bobby" });
        var refreshed = await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "refresh", new { refreshToken = (string)bob.Session["refreshToken"]! });
        using var renewed = bob.With(refreshed);
        Assert.Equal("Bobby", (string?)(await renewed.GetAsync("me"))["username"]);
        using var erased = await eve.SendAsync(HttpMethod.Delete, "me", new { password = ChatUser.Password });
        Assert.True(erased.IsSuccessStatusCode, $"{erased.StatusCode}");
        var members = await ada.GetAsync($"rooms/{roomId}/members");
        Assert.DoesNotContain(eve.Id, members.ToJsonString(), StringComparison.Ordinal);
    }
}
