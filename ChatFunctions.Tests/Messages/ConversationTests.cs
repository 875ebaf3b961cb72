using System.Net;
using ChatFunctions.Tests.Live;

namespace ChatFunctions.Tests.Messages;

/// <summary>Two users in a room: one sends, the other receives it live, and both can read it.</summary>
public sealed class ConversationTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_member_receives_what_another_sends_and_both_can_read_it()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var bob = await chat.NewUserAsync("Bob");
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await using var bobLive = await chat.OpenInAsync(bob, roomId);

        var sent = await ada.SendMessageAsync(roomId, "  Milk or lemon? \u2615 ");

        var received = await bobLive.ReceivesAsync(roomId, (long)sent["seq"]!);
        Assert.Equal("message", (string?)received["type"]);
        Assert.Equal("  Milk or lemon? \u2615", (string?)received["text"]);
        Assert.Equal("Ada", (string?)received["sender"]!["username"]);
        Assert.Equal(["  Milk or lemon? \u2615"], await ada.TextsAsync(roomId));
        Assert.Equal(["  Milk or lemon? \u2615"], await bob.TextsAsync(roomId));
    }

    [Fact]
    public async Task A_member_added_later_receives_messages_without_reconnecting()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        await using var bobLive = await LiveConnection.OpenAsync(bob);
        var roomId = await ada.CreateRoomAsync("later");

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { });
        await bobLive.ReceivesAsync(received => (string?)received["target"] == "roomsChanged" && (string?)received["arguments"]![0]!["roomId"] == roomId);
        var sent = await ada.SendMessageAsync(roomId, "welcome");

        await bobLive.ReceivesAsync(roomId, (long)sent["seq"]!);
    }

    [Fact]
    public async Task A_strangers_connection_receives_nothing()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("quiet", bob);
        await using var eveLive = await LiveConnection.OpenAsync(eve);
        await using var bobLive = await chat.OpenInAsync(bob, roomId);

        var sent = await ada.SendMessageAsync(roomId, "secret");

        // A live message of Eve's own room arrives after everything that was sent before.
        await bobLive.ReceivesAsync(roomId, (long)sent["seq"]!);
        var own = await eve.CreateRoomAsync("own");
        await eveLive.ReceivesAsync(received => (string?)received["target"] == "roomsChanged" && (string?)received["arguments"]![0]!["roomId"] == own);
        Assert.Empty(eveLive.EventsOf(roomId));
    }

    [Fact]
    public async Task A_stranger_cannot_send_or_read()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("closed");

        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "let me in" });
        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/messages");
        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/events");
        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}");
        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Put, $"rooms/{roomId}/members/{eve.Id}", new { });
        Assert.Empty(await ada.TextsAsync(roomId));
    }

    [Fact]
    public async Task A_user_cannot_negotiate_for_another()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();

        await eve.RefusedAsync(403, "forbidden", HttpMethod.Post, $"users/{ada.Id}/negotiate");
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        using var response = await anonymous.PostAsync($"users/{ada.Id}/negotiate", content: null);
        await Problems.AssertAsync(response, 401, "unauthorized");
    }
}
