using System.Net;
using ChatFunctions.Tests.Attachments;
using ChatFunctions.Tests.Rooms;

namespace ChatFunctions.Tests.Cli;

/// <summary>Joining rooms, and notifications of back ends.</summary>
public sealed class RoomTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_public_room_is_joined_by_name_and_left_again()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var hers = CliHome.Of(ada);
        using var his = CliHome.Of(bob);
        var name = $"Tea {Guid.NewGuid():N}";
        var roomId = (string?)(await hers.JsonAsync("create", name, "--public")).Single()["id"];

        Assert.Equal([roomId], (await his.JsonAsync("rooms", name, "--public")).Select(room => (string?)room["id"]));
        await his.JsonAsync("join", name);
        Assert.Equal([ada.Id, bob.Id], (await hers.JsonAsync("members", name)).Select(member => (string)member["user"]!["id"]!).Order());

        Assert.Empty(await his.JsonAsync("leave", name));
        Assert.Empty(await his.JsonAsync("rooms"));
    }

    [Theory]
    [InlineData("code")]
    [InlineData("url")]
    public async Task An_invitation_is_accepted_by_its_code_and_by_its_link(string by)
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var hers = CliHome.Of(ada);
        using var his = CliHome.Of(bob);
        var roomId = await ada.CreateRoomAsync("Tea");
        var invitation = (await hers.JsonAsync("invite", "Tea", "--max-uses", "1", "--expires-in", "2")).Single();

        var joined = (await his.JsonAsync("join", (string)invitation[by]!)).Single();

        Assert.Equal(roomId, (string?)joined["id"]);
        Assert.Contains("invitation", (await his.RunAsync("join", "nosuchcode")).Refused(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_are_added_by_login()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        await ada.CreateRoomAsync("Tea");

        await home.JsonAsync("invite", "Tea", bob.Login);

        Assert.Equal(["Tea"], (await bob.GetAsync("rooms"))["items"]!.AsArray().Select(room => (string?)room!["name"]));
    }

    [Fact]
    public async Task A_message_is_reported_listed_and_its_reports_are_dismissed()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var hers = CliHome.Of(ada);
        using var his = CliHome.Of(bob);
        var roomId = await ada.CreateRoomAsync("Tea", bob);
        var seq = $"{(await ada.SendMessageAsync(roomId, "hello"))["seq"]}";
        var own = $"{(await bob.SendFilesAsync(roomId, await bob.UploadAsync(roomId, [1, 2, 3], "offer.pdf")))["seq"]}";

        await his.JsonAsync("report", "Tea", seq, "Rude");
        await hers.JsonAsync("report", "Tea", own, "Just", "spam");

        Assert.Contains("doesn't allow", (await his.RunAsync("reports", "Tea")).Refused(1), StringComparison.Ordinal);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "admin" });
        Assert.Equal([seq], (await his.JsonAsync("reports", "Tea")).Select(reported => $"{reported["message"]!["seq"]}"));
        Assert.Matches(@"#\d+ .*: \[offer.pdf, 3 bytes\]\n      reported by .*: Just spam\n$", (await hers.RunAsync("reports", "Tea")).Output.ReplaceLineEndings("\n"));
        await hers.JsonAsync("dismiss", "Tea", own);
        Assert.Empty(await hers.JsonAsync("reports", "Tea"));
    }

    [Fact]
    public async Task Users_are_banned_listed_and_unbanned()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var hers = CliHome.Of(ada);
        var roomId = await ada.CreateRoomAsync("Tea", bob);

        await hers.JsonAsync("ban", "Tea", bob.Login);

        Assert.Empty((await bob.GetAsync("rooms"))["items"]!.AsArray());
        Assert.Equal([bob.Id], (await hers.JsonAsync("bans", "Tea")).Select(ban => (string?)ban["user"]!["id"]));
        Assert.Contains(bob.Username, (await hers.RunAsync("bans", roomId)).Output, StringComparison.Ordinal);

        Assert.Empty(await hers.JsonAsync("unban", "Tea", bob.Login));
        Assert.Empty(await hers.JsonAsync("bans", "Tea"));
    }

    [Fact]
    public async Task Settings_of_a_room_and_preferences_are_changed_and_shown()
    {
        using var ada = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        var roomId = await ada.CreateRoomAsync("Tea");

        var changed = (await home.JsonAsync("set", "Tea", "--name", "Coffee", "--topic", "No tea", "--default-role", "reader", "--notify", "mentions")).Single();
        await home.JsonAsync("set", "Coffee", "--favourite", "true");
        var shown = await home.RunAsync("set", "Coffee");

        Assert.Equal((roomId, "mentions"), ((string?)changed["id"], (string?)changed["level"]));
        Assert.Equal(["name          Coffee", "topic         No tea", "default role  reader", "notify        mentions", "favourite     yes"], shown.Lines);
        Assert.Equal(2, (await home.RunAsync("set", "Coffee", "--notify", "sometimes")).Code);
        Assert.Contains("topic         none", (await home.RunAsync("set", "Coffee", "--topic", "")).Lines);
    }

    [Fact]
    public async Task A_room_is_deleted_by_its_owner_only()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var hers = CliHome.Of(ada);
        using var his = CliHome.Of(bob);
        await ada.CreateRoomAsync("Tea", bob);

        Assert.Equal(1, (await his.RunAsync("delete-room", "Tea")).Code);
        Assert.Single(await hers.JsonAsync("rooms"));
        await hers.JsonAsync("delete-room", "Tea");
        Assert.Empty(await hers.JsonAsync("rooms"));
    }

    [Fact]
    public async Task Members_get_other_roles_and_are_removed_but_nobody_is_added_by_a_role()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        await ada.CreateRoomAsync("Tea", bob);

        await home.JsonAsync("role", "Tea", bob.Login, "reader");

        Assert.Contains("reader", (await home.JsonAsync("members", "Tea")).Select(member => (string?)member["role"]));
        Assert.Contains("isn't a member", (await home.RunAsync("role", "Tea", eve.Login, "member")).Refused(1), StringComparison.Ordinal);
        await home.JsonAsync("remove", "Tea", bob.Login);
        Assert.Single(await home.JsonAsync("members", "Tea"));
    }

    [Fact]
    public async Task Invitations_are_listed_and_revoked()
    {
        using var ada = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        await ada.CreateRoomAsync("Tea");
        var code = (string)(await home.JsonAsync("invite", "Tea", "--max-uses", "3")).Single()["code"]!;

        Assert.Matches($@"{code} +0 +3 ", (await home.RunAsync("invitations", "Tea")).Output);
        await home.JsonAsync("revoke", "Tea", code);
        Assert.Empty(await home.JsonAsync("invitations", "Tea"));
    }

    [Fact]
    public async Task A_direct_room_is_opened_and_found_by_the_others_name()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync($"Bob{Guid.NewGuid():N}");
        using var home = CliHome.Of(ada);

        var sent = (await home.JsonAsync("direct", bob.Login, "psst")).Single();

        var history = await home.JsonAsync("history", $"@{bob.Username}");
        Assert.Equal([(string?)sent["id"]], history.Select(message => (string?)message["id"]));
        Assert.Contains($"@{bob.Username}", (await home.RunAsync("rooms")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_direct_room_is_hidden_listed_and_shown_by_the_others_name()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync($"Bob {Guid.NewGuid():N}");
        using var home = CliHome.Of(ada);
        var roomId = await ada.DirectRoomAsync(bob);

        Assert.Equal(roomId, (string?)(await home.JsonAsync("hide", $"@{bob.Username}")).Single()["id"]);
        Assert.Empty(await home.JsonAsync("rooms"));
        Assert.Equal([roomId], (await home.JsonAsync("rooms", "--hidden")).Select(room => (string?)room["id"]));

        await home.JsonAsync("unhide", $"@{bob.Username}");
        Assert.Equal([roomId], (await home.JsonAsync("rooms")).Select(room => (string?)room["id"]));
        Assert.Empty(await home.JsonAsync("rooms", "--hidden"));
    }

    [Fact]
    public async Task A_back_end_notifies_a_user_by_login_and_a_room_by_id_with_the_function_key_alone()
    {
        const string Key = "a function key";
        await using var guarded = await chat.StartAnotherAsync(null, $"AzureFunctionsJobHost:functionKeys:default={Key}");
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("Tea");
        using var home = new CliHome(guarded.Url);

        Assert.Contains("key is wrong", (await home.RunAsync("notify", ada.Login, "hello", "--key", "not it")).Refused(1), StringComparison.Ordinal);
        await home.JsonAsync("notify", ada.Login, "build", "failed", "--data", """{"build":7}""", "--key", Key);
        await home.JsonAsync("notify", roomId, "deployed", "--room", "--key", Key);

        var notification = (await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Get, "notifications"))["items"]!.AsArray().Single()!;
        Assert.Equal(("build failed", 7), ((string?)notification["text"], (int?)notification["data"]!["build"]));
        Assert.Equal(["deployed"], await ada.TextsAsync(roomId));
    }
}
