using System.Net;
using ChatFunctions.Client;
using ChatFunctions.Tests.Cli;
using ChatFunctions.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Client;

public sealed class CallTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_client_from_a_service_container_calls_the_api()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddChatClient(options => options.BaseAddress = chat.App.Url);
        await using var provider = services.BuildServiceProvider();
        var ada = provider.GetRequiredService<ChatClient>();
        await ada.RegisterAsync($"u{Guid.NewGuid():N}", ChatUser.Password);
        var room = await ada.CreateRoomAsync("Tea");
        var live = ada.LiveMessagesAsync().ReadUntilAsync(message => message is LiveState { IsConnected: true });

        await ada.SendMessageAsync(room.Id, "hello");

        Assert.Equal("hello", (await ada.GetHistoryAsync(room.Id).FirstAsync()).Text);
        Assert.Same(ada, provider.GetRequiredService<ChatClient>());
        await live;
    }

    [Fact]
    public async Task A_back_end_acts_for_a_user()
    {
        using var ada = await chat.NewUserAsync();
        using var backEnd = await BackEnd.AddAsync(chat.App.Url);
        await using var server = TestClient.Create(chat.App.Url, options => options.ApiKey = backEnd.Key);
        await using var acting = server.ActAs(ada.Id);

        var room = await acting.CreateRoomAsync("Tea");
        var received = acting.EventsAsync(room.Id, room.Head).ReadUntilAsync(happened => happened is Message);
        await server.SendMessageAsync(room.Id, "from the shop");

        var message = Assert.IsType<Message>((await received).Last());
        Assert.Equal(("system", "from the shop"), (message.Sender.Id, message.Text));
        Assert.Equal(ada.Id, room.CreatedBy);
    }

    [Fact]
    public async Task Mentions_and_preferences_are_read_back()
    {
        await using var ada = (await TestClient.RegisterAsync(chat.App.Url)).Chat;
        using var bob = await chat.NewUserAsync();
        var room = await bob.CreateRoomAsync("Tea");
        var adaId = (await ada.GetMeAsync()).Id;
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{room}/members/{adaId}", new { });
        await bob.SendMessageAsync(room, $"<@{adaId}>");
        await ada.SetRoomPreferencesAsync(room, new RoomPreferences(NotificationLevel.Mentions, Favourite: true));

        var listed = await ada.ListRoomsAsync().FirstAsync();
        Assert.Equal((1, NotificationLevel.Mentions, true), (listed.MentionCount, listed.Level, listed.Favourite));
        Assert.Equal([adaId], Assert.Single(await ada.GetMentionsAsync().ToListAsync()).Mentions!);
    }

    [Fact]
    public async Task Messages_are_found_in_one_room_and_in_all()
    {
        await using var ada = (await TestClient.RegisterAsync(chat.App.Url)).Chat;
        var rooms = new[] { await ada.CreateRoomAsync("Tea"), await ada.CreateRoomAsync("Coffee") };
        foreach (var room in rooms)
        {
            await ada.SendBatchAsync(room.Id, [new NewMessage("Milk or lemon?"), new NewMessage("Sugar")]);
        }

        var inOne = await ada.FindMessagesAsync(rooms[0].Id, new MessageSearch { Text = "lemon" }).ToListAsync();
        var inAll = await ada.FindMessagesAsync(new MessageSearch { Text = "lemon" }).ToListAsync();

        Assert.Equal(new TextRange(8, 5), Assert.Single(Assert.Single(inOne).Matches!));
        Assert.Equal(rooms.Select(room => room.Id).Order(), inAll.Select(hit => hit.Message.RoomId).Order());
    }

    [Fact]
    public async Task An_error_has_the_servers_code_and_detail()
    {
        await using var ada = (await TestClient.RegisterAsync(chat.App.Url)).Chat;

        var missing = await Assert.ThrowsAsync<ChatApiException>(() => ada.GetRoomAsync("doesnotexist"));
        var invalid = await Assert.ThrowsAsync<ChatApiException>(() => ada.CreateRoomAsync(""));

        Assert.Equal((404, "room_not_found", false), (missing.StatusCode, missing.Code, missing.IsTransient));
        Assert.NotEmpty(missing.TraceId!);
        Assert.Contains("name", invalid.Errors!.Keys);
    }

    [Theory]
    [InlineData(503, 1)]
    [InlineData(429, 2)]
    public async Task A_change_that_may_have_happened_is_not_repeated_unless_it_is_idempotent(int status, int attempts)
    {
        var requests = 0;
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref requests) == 1 ? status : 201;
            context.Response.Headers.RetryAfter = "0";
            return context.Response.StatusCode == 201 ? context.Response.WriteAsync("""{"id":"tea","seq":1,"type":"message","roomId":"tea"}""") : Task.CompletedTask;
        });
        await using var client = new ChatClient(new ChatClientOptions { BaseAddress = server.Url, AccessToken = _ => new("token") });

        await Record.ExceptionAsync(() => client.CreateRoomAsync("Tea"));
        Assert.Equal(attempts, requests);

        requests = 0;
        await client.SendMessageAsync("tea", "hello");
        Assert.Equal(2, requests);
    }
}
