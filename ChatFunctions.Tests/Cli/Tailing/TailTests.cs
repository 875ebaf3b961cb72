namespace ChatFunctions.Tests.Cli.Tailing;

/// <summary>The tail command, as a process.</summary>
public sealed class TailTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Theory]
    [InlineData("--json")]
    [InlineData("--json", "--no-live")]
    public async Task A_message_is_printed_when_it_is_sent(params string[] how)
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var home = CliHome.Of(bob);
        var roomId = await ada.CreateRoomAsync("Tea", bob);
        var otherId = await ada.CreateRoomAsync("Coffee", bob);
        await using var tail = await CliProcess.TailAsync(home, ["--room", "Tea", "--count", "2", .. how]);

        await ada.SendMessageAsync(otherId, "not wanted");
        var sent = await ada.SendMessageAsync(roomId, "one");
        await ada.SendMessageAsync(roomId, "two");

        var received = await tail.DocumentAsync();
        Assert.Equal(("one", (string?)sent["id"]), ((string?)received["text"], (string?)received["id"]));
        Assert.Equal("two", (string?)(await tail.DocumentAsync())["text"]);
        Assert.Equal(0, await tail.ExitCodeAsync());
    }

    [Fact]
    public async Task The_output_shows_room_sender_and_other_events()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var bob = await chat.NewUserAsync("Bob");
        using var home = CliHome.Of(bob);
        var roomId = await ada.CreateRoomAsync("Tea", bob);
        await ada.SendMessageAsync(roomId, "before");
        await using var tail = await CliProcess.TailAsync(home, "--events", "--last", "1");

        await ada.SendMessageAsync(roomId, "hello");
        Assert.Matches("^[0-9:]{5} #3 Tea Ada: before$", await tail.LineAsync());
        Assert.Matches("^[0-9:]{5} #4 Tea Ada: hello$", await tail.LineAsync());
        await ada.ExpectAsync(System.Net.HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}/messages/4", new { text = "hello all" });
        Assert.Matches("^[0-9:]{5} #5 Tea Ada edited #4: hello all$", await tail.LineAsync());
    }

    [Fact]
    public async Task Messages_can_be_filtered_by_sender()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var home = CliHome.Of(bob);
        var roomId = await ada.CreateRoomAsync("Tea", bob, eve);
        await using var tail = await CliProcess.TailAsync(home, "--from", ada.Login, "--json", "--count", "1");

        await eve.SendMessageAsync(roomId, "hers");
        await ada.SendMessageAsync(roomId, "mine");

        Assert.Equal("mine", (string?)(await tail.DocumentAsync())["text"]);
        Assert.Equal(0, await tail.ExitCodeAsync());
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--json", "--no-live")]
    public async Task A_room_that_the_user_is_added_to_is_followed_from_then_on(params string[] how)
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var home = CliHome.Of(bob);
        var roomId = await ada.CreateRoomAsync("Tea");
        await ada.SendMessageAsync(roomId, "before bob");
        await using var tail = await CliProcess.TailAsync(home, how);

        await ada.ExpectAsync(System.Net.HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { });
        await ada.SendMessageAsync(roomId, "welcome");

        Assert.Equal("welcome", (string?)(await tail.DocumentAsync())["text"]);
    }

    [Fact]
    public async Task Lines_of_input_are_sent_in_order_and_the_end_of_input_ends_the_command()
    {
        using var ada = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        var roomId = await ada.CreateRoomAsync("Tea");
        await using var tail = await CliProcess.TailAsync(home, "--room", "Tea", "--message", "--json");

        await tail.WriteAsync("one\n\ntwo\n");
        Assert.Equal("one", (string?)(await tail.DocumentAsync())["text"]);
        Assert.Equal("two", (string?)(await tail.DocumentAsync())["text"]);
        tail.EndInput();

        Assert.Equal(0, await tail.ExitCodeAsync());
        Assert.Equal(["one", "two"], await ada.TextsAsync(roomId));
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_ends_the_command_without_an_error_message(string signal, int code)
    {
        using var ada = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        await ada.CreateRoomAsync("Tea");
        await using var tail = await CliProcess.TailAsync(home);

        await tail.SignalAsync(signal);

        var result = await tail.EndAsync();
        Assert.Equal((code, ""), (result.Code, result.Output));
        Assert.Equal("Listening to all your rooms. Press Ctrl-C to stop.\nLive.\n", result.Errors);
    }

    [Fact]
    public async Task The_command_ends_when_its_output_is_closed()
    {
        using var ada = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        var roomId = await ada.CreateRoomAsync("Tea");
        await using var tail = await CliProcess.TailAsync(home);

        tail.CloseOutput();
        await ada.SendMessageAsync(roomId, "into the void");

        Assert.Equal(141, await tail.ExitCodeAsync());
    }

    [Fact]
    public async Task Sending_requires_exactly_one_room()
    {
        using var ada = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);

        var result = await home.RunAsync("tail", "--message");

        Assert.Equal((2, ""), (result.Code, result.Output));
    }
}
