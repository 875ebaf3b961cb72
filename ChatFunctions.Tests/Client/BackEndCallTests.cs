using ChatFunctions.Client;
using ChatFunctions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Client;

public sealed class BackEndCallTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private static readonly DateTimeOffset LongAgo = new(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_product_brings_its_users_its_rooms_and_their_history()
    {
        await using var provider = await BackEndAsync();
        var server = provider.GetRequiredService<ChatClient>();
        var (adaId, bobId) = ($"customer-{Guid.NewGuid():N}", $"customer-{Guid.NewGuid():N}");
        var ada = await server.PutUserAsync(new ExternalUser(adaId, "Ada"));
        var users = await server.PutUsersAsync([new ExternalUser(adaId, "Ada Lovelace"), new ExternalUser(bobId, "Bob")]);

        Assert.Equal((ada.Id, "Ada Lovelace"), (users[0].Id, users[0].Username));
        Assert.Equal(users[1].Id, (await server.GetExternalUserAsync(bobId)).Id);

        var room = await server.CreateRoomAsync("Order 17", createdAt: LongAgo);
        await server.ImportMessagesAsync(room.Id, [new ImportedMessage(users[1].Id, "Where is it?", LongAgo, "old-1")]);
        var added = await server.PutMembersAsync(room.Id, [new NewMember(users[0].Id, Role.Owner), new NewMember(users[1].Id), new NewMember("nobody")]);

        Assert.Equal((2, new RefusedMember("nobody", "user_not_found")), (added.Room.MemberCount, Assert.Single(added.Refused)));
        var session = await server.CreateSessionAsync(adaId);
        await using var page = TestClient.Create(chat.App.Url, options => options.AccessToken = _ => new(session.AccessToken));
        var read = await page.GetHistoryAsync(room.Id).FirstAsync();
        Assert.Equal(("Where is it?", "Bob", LongAgo), (read.Text, read.Sender.Username, read.CreatedAt));
    }

    [Fact]
    public async Task A_product_deactivates_activates_and_erases_a_user()
    {
        await using var provider = await BackEndAsync();
        var server = provider.GetRequiredService<ChatClient>();
        var externalId = $"customer-{Guid.NewGuid():N}";
        var user = await server.PutUserAsync(new ExternalUser(externalId, "Ada"));

        await server.DeactivateUserAsync(user.Id);
        Assert.Equal("account_deactivated", (await Assert.ThrowsAsync<ChatApiException>(() => server.CreateSessionAsync(externalId))).Code);
        await server.ActivateUserAsync(user.Id);
        Assert.Equal(user.Id, (await server.CreateSessionAsync(externalId)).User.Id);
        await server.EraseUserAsync(user.Id);
        Assert.Equal("user_not_found", (await Assert.ThrowsAsync<ChatApiException>(() => server.GetExternalUserAsync(externalId))).Code);
    }

    [Fact]
    public async Task A_user_logs_in_with_a_password_that_was_reset()
    {
        const string password = "a better horse battery";
        await using var provider = await BackEndAsync();
        var (ada, user) = await TestClient.RegisterAsync(chat.App.Url);
        await using var page = ada;

        var reset = await provider.GetRequiredService<ChatClient>().CreatePasswordResetAsync(user.Id);
        var login = await ada.ResetPasswordAsync(reset.Code, password);

        Assert.EndsWith($"/#/reset/{reset.Code}", reset.Url, StringComparison.Ordinal);
        Assert.Equal(user.Id, (await ada.LogInAsync(login, password)).Id);
    }

    [Fact]
    public async Task Anyone_can_ask_how_to_sign_in()
    {
        await using var anyone = TestClient.Create(chat.App.Url);

        var options = await anyone.GetSignInOptionsAsync();

        Assert.True(options.LocalAccounts);
        Assert.Empty(options.Providers);
    }

    /// <summary>A service container with a client that has an API key.</summary>
    private async Task<ServiceProvider> BackEndAsync()
    {
        using var backEnd = await BackEnd.AddAsync(chat.App.Url);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddChatClient(options =>
        {
            (options.BaseAddress, options.ApiKey) = (chat.App.Url, backEnd.Key);
            options.HandlerFactory = () => new DescribedHandler(record: null);
        });
        return services.BuildServiceProvider();
    }
}
