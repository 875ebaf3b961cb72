namespace ChatFunctions.Tests.Cli;

/// <summary>Rooms and messages, as text and as JSON.</summary>
public sealed class MessageTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Sent_messages_are_in_the_history_as_one_JSON_document_a_line()
    {
        using var ada = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        var roomId = (string?)(await home.JsonAsync("create", "Tea")).Single()["id"];

        var first = (await home.JsonAsync("send", "tea", "Milk", "or", "lemon?")).Single();
        var piped = await home.RunWithInputAsync("two\nlines", "send", roomId!, "-", "--reply-to", $"{first["seq"]}", "--json");

        Assert.True(piped.Code == 0, piped.ToString());
        var history = await home.JsonAsync("history", "Tea");
        Assert.Equal(["Milk or lemon?", "two\nlines"], history.Select(message => (string?)message["text"]));
        Assert.Equal((long?)first["seq"], (long?)history[1]["replyTo"]);
        Assert.Equal(["two\nlines"], (await home.JsonAsync("history", "Tea", "-n", "1")).Select(message => (string?)message["text"]));
    }

    [Fact]
    public async Task The_output_shows_times_names_and_every_line_of_a_message()
    {
        using var ada = await chat.NewUserAsync("Ada [L]");
        using var home = CliHome.Of(ada);
        var roomId = await ada.CreateRoomAsync("Tea");
        await ada.SendMessageAsync(roomId, "[red]one[/]\ntwo");

        var history = await home.RunAsync("history", "Tea");

        Assert.Collection(
            history.Lines,
            line => Assert.Matches(@"^\d\d:\d\d #2 Ada \[L\]: \[red\]one\[/\]$", line),
            line => Assert.Equal("      two", line));
    }

    [Fact]
    public async Task Names_of_members_become_mentions_and_mentions_are_shown_as_names()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync("Bob Marley");
        using var other = await chat.NewUserAsync("Sam");
        using var sam = await chat.NewUserAsync("sam");
        using var home = CliHome.Of(ada);
        var roomId = await ada.CreateRoomAsync("Tea", bob, other, sam);

        var sent = (await home.JsonAsync("send", "Tea", "@bob marley, not @Sam or a@bob marley")).Single();

        Assert.Equal($"<@{bob.Id}>, not @Sam or a@bob marley", (string?)sent["text"]);
        var history = await home.RunAsync("history", "Tea");
        Assert.EndsWith(": @Bob Marley, not @Sam or a@bob marley", Assert.Single(history.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_are_pinned_unpinned_and_marked_as_unread()
    {
        using var ada = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        await ada.CreateRoomAsync("Tea");
        await home.JsonAsync("send", "Tea", "rules");
        await home.JsonAsync("send", "Tea", "news");

        await home.JsonAsync("pin", "Tea", "2");
        Assert.EndsWith(": rules", Assert.Single((await home.RunAsync("pins", "Tea")).Lines), StringComparison.Ordinal);
        await home.JsonAsync("pin", "Tea", "2", "--remove");
        Assert.Equal("No pinned messages.", Assert.Single((await home.RunAsync("pins", "Tea")).Lines));

        await home.JsonAsync("unread", "Tea", "3");
        Assert.Equal(2, (long?)(await home.JsonAsync("members", "Tea")).Single()["readSeq"]);
    }

    [Fact]
    public async Task Mentions_are_shown_with_their_rooms()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var bob = await chat.NewUserAsync("Bob");
        using var home = CliHome.Of(bob);
        var (tea, coffee) = (await ada.CreateRoomAsync("Tea", bob), await ada.CreateRoomAsync("Coffee", bob));
        await ada.SendMessageAsync(tea, $"<@{bob.Id}>, tea?");
        await ada.SendMessageAsync(coffee, $"<@{bob.Id}>, coffee?");
        await ada.SendMessageAsync(coffee, "Nobody?");

        var mentions = await home.RunAsync("mentions");

        Assert.Collection(
            mentions.Lines.Order(),
            line => Assert.EndsWith("Coffee Ada: @Bob, coffee?", line, StringComparison.Ordinal),
            line => Assert.EndsWith("Tea Ada: @Bob, tea?", line, StringComparison.Ordinal));
        Assert.Single(await home.JsonAsync("mentions", "-n", "1"));
    }

    [Fact]
    public async Task A_message_with_an_own_id_is_sent_once()
    {
        using var ada = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        var roomId = await ada.CreateRoomAsync("Tea");

        var first = (await home.JsonAsync("send", roomId, "once", "--id", "job-7")).Single();
        var again = (await home.JsonAsync("send", roomId, "once", "--id", "job-7")).Single();

        Assert.Equal((long?)first["seq"], (long?)again["seq"]);
        Assert.Equal(["once"], await ada.TextsAsync(roomId));
    }

    [Fact]
    public async Task Rooms_are_listed_with_unread_counts_until_they_are_marked_as_read()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var home = CliHome.Of(bob);
        var roomId = await ada.CreateRoomAsync("Tea", bob);
        await ada.SendMessageAsync(roomId, "one");

        Assert.Equal(1, (long?)(await home.JsonAsync("rooms")).Single()["unreadCount"]);
        Assert.Matches(@"Tea +1 +2 +private +\d\d:\d\d +" + roomId, (await home.RunAsync("rooms")).Output);

        await home.JsonAsync("history", "Tea", "--mark-read");
        Assert.Equal(0, (long?)(await home.JsonAsync("rooms")).Single()["unreadCount"]);
    }

    [Fact]
    public async Task Escape_sequences_of_other_programs_are_not_sent()
    {
        using var ada = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        var roomId = await ada.CreateRoomAsync("Tea");

        await home.RunWithInputAsync("\e[1;31mred\e[0m and \e]0;title\aplain\e(B \e]8;;https://example.com\e\\link\e]8;;\e\\ [31m]", "send", "Tea", "-");
        await home.RunAsync("send", "Tea", "\e[32mgreen\e[K");

        Assert.Equal(["red and plain link [31m]", "green"], await ada.TextsAsync(roomId));
    }

    [Fact]
    public async Task A_name_that_matches_no_room_or_several_is_refused()
    {
        using var ada = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        string[] ids = [await ada.CreateRoomAsync("Tea"), await ada.CreateRoomAsync("tea")];

        Assert.Contains("Coffee", (await home.RunAsync("send", "Coffee", "hello")).Refused(1), StringComparison.Ordinal);
        var ambiguous = (await home.RunAsync("send", "TEA", "hello")).Refused(1);
        Assert.All(ids, id => Assert.Contains(id, ambiguous, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_are_found_in_one_room_and_in_all()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var bob = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        var (tea, boats) = (await ada.CreateRoomAsync("Tea", bob), await ada.CreateRoomAsync("Boats"));
        for (var n = 0; n < 25; n++)
        {
            await ada.SendMessageAsync(tea, $"lemon {n}");
        }

        await bob.SendMessageAsync(tea, "Zitrone: https://lemon.example");
        await ada.SendMessageAsync(boats, "a lemon yellow boat");

        Assert.Equal(["lemon 24", "lemon 23"], (await home.JsonAsync("search", "lemon", "--room", "tea", "--from", ada.Id, "-n", "2")).Select(hit => (string?)hit["message"]!["text"]));
        Assert.Equal(27, (await home.JsonAsync("search", "lem", "-n", "50")).Length);
        Assert.Matches(@"^\d\d:\d\d #2 Boats Ada: a lemon yellow boat$", Assert.Single((await home.RunAsync("search", "yellow", "boat")).Lines));
        Assert.Equal("Zitrone: https://lemon.example", (string?)Assert.Single(await home.JsonAsync("search", "--links"))["message"]!["text"]);
        Assert.Equal(["No messages found."], (await home.RunAsync("search", "\"yellow lemon\"")).Lines);
        (await home.RunAsync("search")).Refused(1);
    }

    [Fact]
    public async Task A_message_is_edited_reacted_to_and_deleted_by_its_number()
    {
        using var ada = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        var roomId = await ada.CreateRoomAsync("Tea");
        var number = $"{(await ada.SendMessageAsync(roomId, "one"))["seq"]}";

        Assert.Equal("Edited #2.", Assert.Single((await home.RunAsync("edit", "Tea", number, "two", "words")).Lines));
        Assert.Equal("Reacted to #2.", Assert.Single((await home.RunAsync("react", "Tea", number, "🎉")).Lines));
        var changed = (await home.JsonAsync("history", "Tea")).Single();
        Assert.Equal(("two words", "🎉"), ((string?)changed["text"], (string?)changed["reactions"]![0]!["emoji"]));
        await home.RunAsync("react", "Tea", number, "🎉", "--remove");
        Assert.Empty((await home.JsonAsync("history", "Tea")).Single()["reactions"]!.AsArray());
        Assert.Equal("Deleted #2.", Assert.Single((await home.RunAsync("delete", "Tea", number)).Lines));
        Assert.True((bool)(await home.JsonAsync("history", "Tea")).Single()["deleted"]!);
    }

    [Fact]
    public async Task Help_shows_the_command_name_and_the_server_in_use()
    {
        using var ada = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);

        var help = (await home.RunAsync("--help")).Output;

        Assert.Contains("./chat cli [command]", help, StringComparison.Ordinal);
        Assert.Contains(chat.App.Url.AbsoluteUri.TrimEnd('/'), help, StringComparison.Ordinal);
        Assert.Contains("./chat cli edit <room> <number> <text>", (await home.RunAsync("edit", "--help")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_of_one_sender_is_found_by_login()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var home = CliHome.Of(bob);
        var roomId = await ada.CreateRoomAsync("Tea", bob);
        await ada.SendMessageAsync(roomId, "mine");
        await bob.SendMessageAsync(roomId, "yours");

        Assert.Equal(["mine"], (await home.JsonAsync("history", "Tea", "--from", ada.Login)).Select(message => (string?)message["text"]));
    }
}
