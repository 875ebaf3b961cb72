using System.Net;
using System.Text.Json.Nodes;
using ChatFunctions.Hosting;
using ChatFunctions.Rooms;
using ChatFunctions.Tests.Live;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Rooms;

/// <summary>Live messages go to the members of a room only.</summary>
public sealed class LiveRoomTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_removed_member_is_notified_and_loses_access_and_live_messages_on_every_instance()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        await using var other = await chat.StartAnotherAsync();
        using var bobElsewhere = bob.At(other.Url);
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await bobElsewhere.SendMessageAsync(roomId, "known here, too");
        await using var bobLive = await chat.OpenSettledAsync(bob, roomId);
        await bobLive.ReceivesAsync(roomId, (long)(await ada.SendMessageAsync(roomId, "for Bob"))["seq"]!);

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");

        await bob.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "no" });
        await bobElsewhere.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "no" });
        await bobElsewhere.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/messages");
        await ReceivesChangeAsync(bobLive, roomId, "removed");

        // The user leaves the group in the background.
        await Task.Delay(TimeSpan.FromSeconds(1));
        var secret = await ada.SendMessageAsync(roomId, "not for Bob");
        await ReceivesOwnAsync(bob, bobLive);
        Assert.DoesNotContain(bobLive.EventsOf(roomId), happened => (long?)happened["seq"] == (long?)secret["seq"]);

        // A new connection receives nothing, either.
        await using var again = await LiveConnection.OpenAsync(bob);
        await ada.SendMessageAsync(roomId, "nor this");
        await ReceivesOwnAsync(bob, again);
        Assert.Empty(again.EventsOf(roomId));
    }

    [Fact]
    public async Task New_members_receive_live_messages_without_reconnecting()
    {
        using var ada = await chat.NewUserAsync();
        using var joined = await chat.NewUserAsync();
        using var invited = await chat.NewUserAsync();
        var roomId = await ada.CreatePublicRoomAsync("square");
        var code = (string)(await ada.InviteAsync(roomId))["code"]!;
        await using var joinedLive = await LiveConnection.OpenAsync(joined);
        await using var invitedLive = await LiveConnection.OpenAsync(invited);

        await joined.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/join");
        await invited.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{code}/accept");
        await ReceivesChangeAsync(joinedLive, roomId, "added");
        await ReceivesChangeAsync(invitedLive, roomId, "added");
        var sent = await ada.SendMessageAsync(roomId, "welcome");

        await joinedLive.ReceivesAsync(roomId, (long)sent["seq"]!);
        await invitedLive.ReceivesAsync(roomId, (long)sent["seq"]!);
    }

    [Fact]
    public async Task Both_users_are_notified_of_their_new_direct_room()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        await using var adaLive = await LiveConnection.OpenAsync(ada);
        await using var bobLive = await LiveConnection.OpenAsync(bob);

        var roomId = await ada.DirectRoomAsync(bob);

        await ReceivesChangeAsync(adaLive, roomId, "added");
        await ReceivesChangeAsync(bobLive, roomId, "added");
        var sent = await bob.SendMessageAsync(roomId, "hello");
        await adaLive.ReceivesAsync(roomId, (long)sent["seq"]!);
    }

    [Fact]
    public async Task Repeating_the_request_notifies_both_users_of_a_direct_room_whose_creation_was_interrupted()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        await using var listener = await LiveConnection.OpenAsync(bob);
        var made = await chat.App.Services.GetRequiredService<DirectRooms>().PutAsync(new Caller(ada.Id, ada.Username, "session"), bob.Id, createdAt: null, CancellationToken.None);
        var roomId = made.Value.Changed.Room.Id;

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"direct/{bob.Id}");

        await listener.ReceivesAsync(received => (string?)received["target"] == "roomsChanged" && (string?)received["arguments"]![0]!["roomId"] == roomId);
        await listener.ReceivesAsync(roomId, (long)(await ada.SendMessageAsync(roomId, "hello"))["seq"]!);
    }

    [Fact]
    public async Task All_members_are_notified_when_a_room_is_deleted()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await using var adaLive = await chat.OpenInAsync(ada, roomId);
        await using var bobLive = await chat.OpenInAsync(bob, roomId);

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}");

        await ReceivesChangeAsync(adaLive, roomId, "removed");
        await ReceivesChangeAsync(bobLive, roomId, "removed");
    }

    [Fact]
    public async Task Members_receive_events_of_memberships_roles_and_the_rooms_name()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        await using var adaLive = await chat.OpenInAsync(ada, roomId);

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "reader" });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { name = "coffee" });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");

        string[] types = ["memberAdded", "memberRoleChanged", "roomRenamed", "memberRemoved"];
        for (var n = 0; n < types.Length; n++)
        {
            Assert.Equal(types[n], (string?)(await adaLive.ReceivesAsync(roomId, n + 2))["type"]);
        }
    }

    private static Task<JsonNode> ReceivesChangeAsync(LiveConnection live, string roomId, string change) => live.ReceivesAsync(received =>
        (string?)received["target"] == "roomsChanged" && (string?)received["arguments"]![0]!["roomId"] == roomId && (string?)received["arguments"]![0]!["change"] == change);

    /// <summary>Creates a room of the user's own and waits for its live message: all earlier ones have arrived by then.</summary>
    private static async Task ReceivesOwnAsync(ChatUser user, LiveConnection live) => await ReceivesChangeAsync(live, await user.CreateRoomAsync("own"), "added");
}
