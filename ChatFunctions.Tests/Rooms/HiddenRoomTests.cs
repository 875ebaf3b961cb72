using System.Net;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Rooms;

public sealed class HiddenRoomTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_hidden_room_is_missing_from_the_users_own_list_until_its_next_message()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync("Bob");
        var roomId = await ada.DirectRoomAsync(bob);
        await bob.SendMessageAsync(roomId, "before");

        var hidden = await HideAsync(ada, roomId);

        Assert.Equal((roomId, "Bob"), ((string?)hidden["id"], (string?)hidden["with"]!["username"]));
        Assert.Empty(await ada.RoomIdsAsync());
        Assert.Equal([roomId], await HiddenAsync(ada));
        Assert.Equal([roomId], await bob.RoomIdsAsync());
        Assert.Empty(await HiddenAsync(bob));

        await bob.SendMessageAsync(roomId, "after");

        var shown = Assert.Single(await ada.ListAllAsync("rooms"));
        Assert.Equal((roomId, 2L), ((string?)shown["id"], (long?)shown["unreadCount"]));
        Assert.Empty(await HiddenAsync(ada));
    }

    [Fact]
    public async Task A_hidden_room_is_shown_again_by_request_or_by_a_message_and_by_no_other_event()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.DirectRoomAsync(bob);
        var seq = (long)(await bob.SendMessageAsync(roomId, "before"))["seq"]!;
        await HideAsync(ada, roomId);
        await HideAsync(ada, roomId);

        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}/messages/{seq}", new { text = "edited" });
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/messages/{seq}/reactions/%F0%9F%91%8D");
        Assert.Empty(await ada.RoomIdsAsync());

        await ShowAsync(ada, roomId);
        await ShowAsync(ada, roomId);
        Assert.Equal([roomId], await ada.RoomIdsAsync());
        Assert.Empty(await HiddenAsync(ada));
    }

    [Fact]
    public async Task A_room_without_messages_and_the_room_for_notes_can_be_hidden()
    {
        using var ada = await chat.NewUserAsync();
        var notes = await ada.DirectRoomAsync(ada);

        await HideAsync(ada, notes);
        Assert.Equal([notes], await HiddenAsync(ada));

        await ada.SendMessageAsync(notes, "milk");
        Assert.Equal([notes], await ada.RoomIdsAsync());
    }

    [Fact]
    public async Task An_update_of_the_list_keeps_a_room_hidden_and_a_later_message_shows_it()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.DirectRoomAsync(bob);
        var seq = (long)(await bob.SendMessageAsync(roomId, "before"))["seq"]!;
        await HideAsync(ada, roomId);
        await using var later = await chat.StartLaterAsync(TimeSpan.FromMinutes(10));
        using var bobLater = bob.At(later.Url);

        await bobLater.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/messages/{seq}/reactions/%F0%9F%91%8D");
        await later.IdleAsync();

        Assert.Equal([roomId], await HiddenAsync(ada));
        await bobLater.SendMessageAsync(roomId, "after");
        Assert.Equal([roomId], await ada.RoomIdsAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(200)]
    public async Task Pages_of_any_size_contain_each_room_in_one_of_the_two_lists(int limit)
    {
        using var ada = await chat.NewUserAsync();
        var (shown, hidden) = (new List<string>(), new List<string>());
        for (var n = 0; n < 7; n++)
        {
            using var other = await chat.NewUserAsync();
            var roomId = await ada.DirectRoomAsync(other);
            (n % 2 == 0 ? shown : hidden).Insert(0, roomId);
        }

        foreach (var roomId in hidden)
        {
            await HideAsync(ada, roomId);
        }

        Assert.Equal(shown, await ada.RoomIdsAsync(limit));
        Assert.Equal(hidden, (await ada.ListAllAsync("rooms?hidden=true", limit)).Select(room => (string)room["id"]!));
    }

    [Fact]
    public async Task Only_members_hide_rooms_and_only_direct_ones()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var (direct, tea, square) = (await ada.DirectRoomAsync(bob), await ada.CreateRoomAsync("tea"), await ada.CreatePublicRoomAsync("square"));
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Delete })
        {
            await eve.RefusedAsync(404, "room_not_found", method, $"rooms/{direct}/hidden");
            await eve.RefusedAsync(403, "not_a_member", method, $"rooms/{square}/hidden");
            await ada.RefusedAsync(409, "room_not_direct", method, $"rooms/{tea}/hidden");
            await ada.RefusedAsync(404, "room_not_found", method, "rooms/no-id/hidden");
        }

        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, "rooms?hidden=maybe");
        Assert.Empty(await HiddenAsync(eve));
        Assert.Equal(new[] { direct, tea, square }.Order(), (await ada.RoomIdsAsync()).Order());
    }

    [Fact]
    public async Task The_users_other_devices_are_notified_of_hiding_and_the_other_user_is_not()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.DirectRoomAsync(bob);
        await using var adaLive = await LiveConnection.OpenAsync(ada);
        await using var bobLive = await LiveConnection.OpenAsync(bob);

        await HideAsync(ada, roomId);
        await ShowAsync(ada, roomId);
        var next = await bob.CreateRoomAsync("next");

        foreach (var change in new[] { "hidden", "shown" })
        {
            await adaLive.ReceivesAsync(received => (string?)received["target"] == "roomsChanged"
                && (string?)received["arguments"]![0]!["roomId"] == roomId && (string?)received["arguments"]![0]!["change"] == change);
        }

        var first = await bobLive.ReceivesAsync(received => (string?)received["target"] == "roomsChanged"
            && ((string?)received["arguments"]![0]!["change"] != "added" || (string?)received["arguments"]![0]!["roomId"] == next));
        Assert.Equal(next, (string?)first["arguments"]![0]!["roomId"]);
    }

    [Fact]
    public async Task A_send_to_a_hidden_room_costs_one_request()
    {
        var requests = new RequestCounter();
        await using var instance = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelinePolicy>(requests));
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var bobThere = bob.At(instance.Url);
        var roomId = await ada.DirectRoomAsync(bob);
        await bobThere.SendMessageAsync(roomId, "first");
        await instance.IdleAsync();
        await HideAsync(ada, roomId);
        await HideAsync(bob, roomId);

        Assert.Equal(1, await requests.CountAsync(() => bobThere.SendMessageAsync(roomId, "second")));
        Assert.Equal([roomId], await ada.RoomIdsAsync());
    }

    [Fact]
    public async Task An_export_says_which_rooms_are_hidden()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.DirectRoomAsync(bob);
        var seq = (long)(await bob.SendMessageAsync(roomId, "before"))["seq"]!;

        await HideAsync(ada, roomId);
        Assert.Equal(seq, (long?)Assert.Single((await ada.GetAsync("me/export"))["rooms"]!.AsArray())!["room"]!["hiddenSeq"]);

        await ShowAsync(ada, roomId);
        Assert.Null(Assert.Single((await ada.GetAsync("me/export"))["rooms"]!.AsArray())!["room"]!["hiddenSeq"]);
    }

    private static Task<JsonNode> HideAsync(ChatUser user, string roomId) =>
        user.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/hidden");

    private static Task<JsonNode> ShowAsync(ChatUser user, string roomId) =>
        user.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/hidden");

    private static async Task<string[]> HiddenAsync(ChatUser user) => [.. (await user.ListAllAsync("rooms?hidden=true")).Select(room => (string)room["id"]!)];
}
