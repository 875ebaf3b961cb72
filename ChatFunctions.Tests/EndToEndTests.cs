using ChatFunctions.Client;
using ChatFunctions.Tests.Azurite;
using ChatFunctions.Tests.Client;
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
        await using var ada = (await TestClient.RegisterAsync(app)).Chat;
        await using var bob = (await TestClient.RegisterAsync(app)).Chat;
        await using var eve = (await TestClient.RegisterAsync(app)).Chat;
        var (bobId, eveId) = ((await bob.GetMeAsync()).Id, (await eve.GetMeAsync()).Id);

        // Live: members receive messages in order, and missed ones over HTTP.
        var roomId = (await ada.CreateRoomAsync("tea", members: [bobId])).Id;
        await using (var live = await LiveConnection.OpenAsync(new Uri(app, $"api/users/{bobId}"), await bob.GetAccessTokenAsync()))
        {
            await Eventually.IsTrueAsync(async () =>
            {
                await ada.SendMessageAsync(roomId, "is the connection in its groups yet?");
                return live.EventsOf(roomId).Any();
            });

            var sent = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ada.SendMessageAsync(roomId, new NewMessage($"{i}", $"c{i}"))));
            await live.ReceivesAsync(roomId, sent.Max(message => message.Seq));
            Assert.Equal(sent[7].Id, (await ada.SendMessageAsync(roomId, new NewMessage("7", "c7"))).Id);
        }

        var last = (await ada.SendMessageAsync(roomId, "while Bob was away")).Seq;
        Assert.Equal("while Bob was away", Assert.IsType<Message>((await bob.GetEventsAsync(roomId, last - 1)).Events[0]).Text);

        // Messages: edit, react, delete, page.
        await ada.EditMessageAsync(roomId, last, "edited");
        await bob.AddReactionAsync(roomId, last, "👍");
        Assert.Equal("edited", (await bob.GetMessageAsync(roomId, last)).Text);
        await ada.DeleteMessageAsync(roomId, last);
        Assert.True((await bob.GetHistoryAsync(roomId).FirstAsync()).Deleted);

        // Roles and invitations.
        await AssertRefusedAsync("room_not_found", () => eve.GetRoomAsync(roomId));
        await eve.AcceptInvitationAsync((await ada.CreateInvitationAsync(roomId, maxUses: 1)).Code);
        await ada.PutMemberAsync(roomId, eveId, Role.Reader);
        await AssertRefusedAsync("forbidden", () => eve.SendMessageAsync(roomId, "may I?"));
        Assert.Equal(3, await ada.ListMembersAsync(roomId).CountAsync());

        // Accounts: rename, refresh, erase.
        await bob.ChangeMeAsync("Bobby");
        await bob.GetAccessTokenAsync(rejected: await bob.GetAccessTokenAsync());
        Assert.Equal("Bobby", (await bob.GetMeAsync()).Username);
        await eve.EraseMeAsync(ChatUser.Password);
        Assert.DoesNotContain(eveId, await ada.ListMembersAsync(roomId).Select(member => member.User.Id).ToListAsync());
    }

    private static async Task AssertRefusedAsync(string code, Func<Task> call) => Assert.Equal(code, (await Assert.ThrowsAsync<ChatApiException>(call)).Code);
}
