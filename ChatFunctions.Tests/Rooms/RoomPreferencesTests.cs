using System.Net;
using System.Text.Json.Nodes;

namespace ChatFunctions.Tests.Rooms;

public sealed class RoomPreferencesTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Preferences_are_the_users_own_and_survive_messages_and_additions()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        Assert.Equal(("everything", false), await PreferencesAsync(bob));

        await SetAsync(bob, roomId, "mentions", true);
        await SetAsync(bob, roomId, "mentions", true);
        await ada.SendMessageAsync(roomId, "hello");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "admin" });

        Assert.Equal(("mentions", true), await PreferencesAsync(bob));
        Assert.Equal(("everything", false), await PreferencesAsync(ada));

        await SetAsync(bob, roomId, "nothing", false);
        Assert.Equal(("nothing", false), await PreferencesAsync(bob));
    }

    [Fact]
    public async Task Only_members_set_them_and_both_are_needed()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var (tea, square) = (await ada.CreateRoomAsync("tea"), await ada.CreatePublicRoomAsync("square"));
        var valid = new { level = "nothing", favourite = true };

        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Put, $"rooms/{tea}/preferences", valid);
        await eve.RefusedAsync(403, "not_a_member", HttpMethod.Put, $"rooms/{square}/preferences", valid);
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Put, $"rooms/{tea}/preferences", new { level = "nothing" });
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Put, $"rooms/{tea}/preferences", new { favourite = true });
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Put, $"rooms/{tea}/preferences", new { level = "loud", favourite = true });
        Assert.Empty(await eve.RoomIdsAsync());
    }

    [Fact]
    public async Task The_users_other_devices_are_notified_of_changed_preferences()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        await using var live = await LiveConnection.OpenAsync(ada);

        await SetAsync(ada, roomId, "mentions", false);

        await live.ReceivesAsync(received => (string?)received["target"] == "roomsChanged"
            && (string?)received["arguments"]![0]!["roomId"] == roomId && (string?)received["arguments"]![0]!["change"] == "preferencesChanged");
    }

    [Fact]
    public async Task An_export_has_them()
    {
        using var ada = await chat.NewUserAsync();
        await SetAsync(ada, await ada.CreateRoomAsync("tea"), "nothing", true);

        var room = Assert.Single((await ada.GetAsync("me/export"))["rooms"]!.AsArray())!["room"]!;

        Assert.Equal(("nothing", true), ((string?)room["level"], (bool?)room["favourite"]));
    }

    private static Task<JsonNode> SetAsync(ChatUser user, string roomId, string level, bool favourite) =>
        user.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/preferences", new { level, favourite });

    private static async Task<(string?, bool?)> PreferencesAsync(ChatUser user)
    {
        var room = Assert.Single(await user.ListAllAsync("rooms"));
        return ((string?)room["level"], (bool?)room["favourite"]);
    }
}
