using System.Net;

namespace ChatFunctions.Tests.Rooms;

public sealed class PublicRoomTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Public_rooms_are_found_by_the_start_of_their_names_first_and_then_by_later_words()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        foreach (var name in new[] { "Zebra tea", "zebra", "ZEBRA crossing", "zeb", "a zebra", "Zébra 2" })
        {
            await ada.CreatePublicRoomAsync(name);
        }

        await ada.CreateRoomAsync("zebra, but private");

        Assert.Equal(["zebra", "Zébra 2", "ZEBRA crossing", "Zebra tea", "a zebra"], await NamesAsync(eve, "zébra"));
        Assert.Equal(["zebra", "Zébra 2", "ZEBRA crossing", "Zebra tea", "a zebra"], await NamesAsync(eve, "  ZeBrA ", limit: 1));
        Assert.Equal(["ZEBRA crossing"], await NamesAsync(eve, "zebra c"));
        Assert.Equal(["ZEBRA crossing"], await NamesAsync(eve, "cross"));
        Assert.Empty(await NamesAsync(eve, "zebras"));
        var all = await NamesAsync(eve, "");
        Assert.Superset(new HashSet<string> { "a zebra", "zeb", "zebra", "Zébra 2" }, all.ToHashSet());
        Assert.Equal(1, all.Count(name => name == "a zebra"));
        Assert.All(await ada.ListAllAsync("rooms/public?q=zebra"), room => Assert.Equal("owner", (string?)room["myRole"]));
        Assert.All(await eve.ListAllAsync("rooms/public?q=zebra"), room => Assert.Null((string?)room["myRole"]));
    }

    [Theory]
    [InlineData("C# / .NET?")]
    [InlineData("100% \\ #1 'quoted'")]
    [InlineData("茶室 ☕ Ω")]
    [InlineData("~tilde:colon+plus&and")]
    public async Task A_name_of_any_characters_is_found_by_itself(string name)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreatePublicRoomAsync(name);

        var found = await ada.ListAllAsync($"rooms/public?q={Uri.EscapeDataString(name)}");

        Assert.Equal([roomId], found.Select(room => (string?)room["id"]));
    }

    [Fact]
    public async Task Two_rooms_with_the_same_name_are_both_found()
    {
        using var ada = await chat.NewUserAsync();
        string[] rooms = [await ada.CreatePublicRoomAsync("twins"), await ada.CreatePublicRoomAsync("Twins")];

        Assert.Equal(rooms.Order(), (await ada.ListAllAsync("rooms/public?q=twins", limit: 1)).Select(room => (string)room["id"]!));
    }

    [Fact]
    public async Task A_renamed_room_is_found_by_its_new_name_only()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreatePublicRoomAsync("older name");

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { name = "newer name" });
        Assert.Empty(await NamesAsync(ada, "older"));
        Assert.Equal(["newer name"], await NamesAsync(ada, "newer"));

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { name = "Older name" });
        await chat.App.IdleAsync();
        Assert.Equal(["Older name"], await NamesAsync(ada, "older"));
    }

    [Fact]
    public async Task A_cursor_stays_valid_while_rooms_are_created_and_deleted()
    {
        using var ada = await chat.NewUserAsync();
        var rooms = new List<string>();
        foreach (var name in new[] { "walk a", "walk b", "walk c", "walk d" })
        {
            rooms.Add(await ada.CreatePublicRoomAsync(name));
        }

        var first = await ada.GetAsync("rooms/public?q=walk&limit=2");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{rooms[1]}");
        await ada.CreatePublicRoomAsync("walk aa");
        await ada.CreatePublicRoomAsync("walk cc");
        var second = await ada.GetAsync($"rooms/public?q=walk&limit=200&cursor={first["cursor"]}");

        Assert.Equal(["walk c", "walk cc", "walk d"], second["items"]!.AsArray().Select(room => (string?)room!["name"]));
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, "rooms/public?cursor=no/cursor");
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"rooms/public?q={new string('x', 101)}");
    }

    private static async Task<string[]> NamesAsync(ChatUser user, string beginning, int limit = 200) =>
        [.. (await user.ListAllAsync($"rooms/public?q={Uri.EscapeDataString(beginning)}", limit)).Select(room => (string)room["name"]!)];
}
