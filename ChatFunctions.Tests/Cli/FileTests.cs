using ChatFunctions.Cli.Messages;

namespace ChatFunctions.Tests.Cli;

/// <summary>Files in the terminal client.</summary>
public sealed class FileTests(ChatFixture chat) : IClassFixture<ChatFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("files");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Sent_files_are_shown_and_can_be_downloaded()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var home = CliHome.Of(ada);
        await ada.CreateRoomAsync("Tea");
        var (one, two) = (Path.Combine(_folder.FullName, "one.txt"), Path.Combine(_folder.FullName, "two.png"));
        await File.WriteAllTextAsync(one, "first");
        await File.WriteAllBytesAsync(two, new byte[48_211]);

        var sent = await home.RunAsync("send", "Tea", "--file", one, "--file", two);
        Assert.True(sent.Code == 0, sent.ToString());
        var history = await home.RunAsync("history", "Tea");
        Assert.EndsWith("Ada: [one.txt, 5 bytes]", history.Lines[0], StringComparison.Ordinal);
        Assert.Equal("      [two.png, 48 kB]", history.Lines[1]);
        Assert.Equal([2], (await home.JsonAsync("search", "--files")).Select(hit => (long)hit["message"]!["seq"]!));
        var downloaded = await home.RunAsync("download", "Tea", "2", "--to", _folder.FullName);

        Assert.True(downloaded.Code == 0, downloaded.ToString());
        Assert.Equal("first", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "one (2).txt")));
        Assert.Equal(48_211, new FileInfo(Path.Combine(_folder.FullName, "two (2).png")).Length);
    }

    [Fact]
    public async Task Pictures_of_the_user_and_of_a_room_are_set_and_removed()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var home = CliHome.Of(ada);
        var roomId = await ada.CreateRoomAsync("Tea");
        var (picture, text) = (Path.Combine(_folder.FullName, "ada.png"), Path.Combine(_folder.FullName, "ada.txt"));
        await File.WriteAllBytesAsync(picture, new byte[100]);
        await File.WriteAllTextAsync(text, "no picture");

        Assert.Equal(0, (await home.RunAsync("picture", picture)).Code);
        Assert.Equal(0, (await home.RunAsync("picture", picture, "--room", "Tea")).Code);
        Assert.Equal((true, true), ((await ada.GetAsync("me"))["pictureUrl"] is not null, (await ada.GetAsync($"rooms/{roomId}"))["pictureUrl"] is not null));
        Assert.NotEqual(0, (await home.RunAsync("picture", text)).Code);
        Assert.Equal(0, (await home.RunAsync("picture")).Code);
        Assert.Equal(0, (await home.RunAsync("picture", "--room", "Tea")).Code);

        Assert.Equal((null, null), ((await ada.GetAsync("me"))["pictureUrl"], (await ada.GetAsync($"rooms/{roomId}"))["pictureUrl"]));
    }

    [Fact]
    public async Task A_message_needs_a_text_or_a_file_that_exists()
    {
        using var ada = await chat.NewUserAsync();
        using var home = CliHome.Of(ada);
        var roomId = await ada.CreateRoomAsync("Tea");

        Assert.NotEqual(0, (await home.RunAsync("send", "Tea")).Code);
        Assert.NotEqual(0, (await home.RunAsync("send", "Tea", "--file", Path.Combine(_folder.FullName, "none"))).Code);
        await ada.SendMessageAsync(roomId, "no file");
        Assert.NotEqual(0, (await home.RunAsync("download", "Tea", "2")).Code);
    }

    [Fact]
    public async Task Files_beyond_the_servers_limits_are_refused_before_the_upload()
    {
        await using var strict = await chat.StartAnotherAsync(null, "Chat:Attachments:MaxBytes=2000", "Chat:Attachments:MaxPerMessage=1");
        using var ada = await chat.NewUserAsync();
        using var there = ChatUser.Of(strict.Url, ada.Session);
        using var home = CliHome.Of(there);
        await ada.CreateRoomAsync("Tea");
        var (small, large) = (Path.Combine(_folder.FullName, "small"), Path.Combine(_folder.FullName, "large"));
        await File.WriteAllBytesAsync(small, new byte[2_000]);
        await File.WriteAllBytesAsync(large, new byte[2_001]);

        Assert.Contains("large is too large. A file can have up to 2 kB.", (await home.RunAsync("send", "Tea", "--file", large)).Errors, StringComparison.Ordinal);
        Assert.Contains("Too many files: a message can have up to 1.", (await home.RunAsync("send", "Tea", "--file", small, "--file", small)).Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await home.RunAsync("send", "Tea", "--file", small)).Code);
    }

    [Theory]
    [InlineData("../../evil", "evil")]
    [InlineData("..\\evil", "evil")]
    [InlineData(".bashrc", "bashrc")]
    [InlineData("a\u0007b", "a_b")]
    [InlineData("..", "file")]
    [InlineData("a.tar.gz", "a.tar.gz")]
    public void A_file_is_saved_in_the_folder_under_a_harmless_name(string name, string saved) =>
        Assert.Equal(Path.Combine(_folder.FullName, saved), FileCommands.FreePath(_folder.FullName, name));

    [Theory]
    [InlineData("😀", ".txt", 50)]
    [InlineData("x", "", 200)]
    public void A_name_that_is_too_long_for_a_file_is_shortened(string character, string extension, int kept)
    {
        var name = string.Concat(Enumerable.Repeat(character, Limits.AttachmentNameLength / character.Length - extension.Length)) + extension;
        foreach (var copy in new[] { "", " (2)" })
        {
            var path = FileCommands.FreePath(_folder.FullName, name);
            File.WriteAllText(path, "hello");
            Assert.Equal(string.Concat(Enumerable.Repeat(character, kept)) + copy + extension, Path.GetFileName(path));
        }
    }
}
