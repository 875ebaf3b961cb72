using System.Net;
using System.Text;
using ChatFunctions.Tests.Rooms;

namespace ChatFunctions.Tests.Messages;

/// <summary>The rules for texts, names and reactions.</summary>
public sealed class TextTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Theory]
    [InlineData("\u200b")]
    [InlineData(" \u200d\ufe0f ")]
    [InlineData("\u3164")]
    [InlineData("\u2800\n")]
    [InlineData("\U000E0100")]
    public async Task A_text_without_visible_characters_is_refused_everywhere(string text)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room");

        await RefusedAsync(ada, HttpMethod.Post, $"rooms/{roomId}/messages", new { text }, "text");
        await RefusedAsync(ada, HttpMethod.Post, "rooms", new { name = text }, "name");
        await RefusedAsync(ada, HttpMethod.Patch, "me", new { username = text }, "username");
    }

    [Theory]
    [InlineData("Evil\u202eemaN")]
    [InlineData("\u2067name")]
    [InlineData("a\u200fb")]
    [InlineData("two\u2028lines")]
    [InlineData("a\u0007b")]
    public async Task A_name_with_characters_that_change_the_text_around_it_is_refused(string name)
    {
        using var ada = await chat.NewUserAsync();

        await RefusedAsync(ada, HttpMethod.Post, "rooms", new { name }, "name");
        await RefusedAsync(ada, HttpMethod.Patch, "me", new { username = name }, "username");
    }

    [Theory]
    [InlineData("👩‍👩‍👧 family")]
    [InlineData("می‌خواهم")]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    [InlineData("שלום")]
    public async Task Names_in_any_script_are_accepted(string name)
    {
        using var ada = await chat.NewUserAsync();

        await ada.CreateRoomAsync(name);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { username = name });
    }

    [Theory]
    [InlineData("system")]
    [InlineData(" SYSTEM ")]
    [InlineData("system\u200d")]
    [InlineData("sy\u200cstem")]
    [InlineData("Sýstem")]
    [InlineData("ｓｙｓｔｅｍ")]
    [InlineData("𝐬𝐲𝐬𝐭𝐞𝐦")]
    public async Task The_name_of_the_system_is_reserved(string name)
    {
        using var ada = await chat.NewUserAsync();
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);

        await RefusedAsync(ada, HttpMethod.Patch, "me", new { username = name }, "username");
        await RefusedAsync(ada, HttpMethod.Post, "register", new { login = $"u{Guid.NewGuid():N}", password = ChatUser.Password, username = name }, "username");
        await RefusedAsync(ada, HttpMethod.Post, "register", new { login = "system", password = ChatUser.Password }, "login");
    }

    [Theory]
    [InlineData("aaaaaaaa")]
    [InlineData("abababab")]
    [InlineData("Password123")]
    [InlineData("qwertyuiop")]
    public async Task A_common_password_is_refused_with_the_reason(string password)
    {
        using var ada = await chat.NewUserAsync();

        var problem = await RefusedAsync(ada, HttpMethod.Post, "register", new { login = $"u{Guid.NewGuid():N}", password }, "password");
        await RefusedAsync(ada, HttpMethod.Put, "me/password", new { currentPassword = ChatUser.Password, newPassword = password }, "newPassword");

        Assert.Contains("too common", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("    indented\n  code", "    indented\n  code")]
    [InlineData("\n\n  first\nsecond \t\n\n", "  first\nsecond")]
    [InlineData(" \n \r\n\tx", "\tx")]
    public async Task A_message_keeps_the_blanks_at_the_start_of_its_first_line(string text, string stored)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room");

        var sent = await ada.SendMessageAsync(roomId, text);
        var edited = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}/messages/{sent["seq"]}", new { text = text + "!" });

        Assert.Equal(stored, (string?)sent["text"]);
        Assert.StartsWith(stored, (string)edited["text"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_character_in_a_message_is_refused_with_its_position()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room");

        var problem = await RefusedAsync(ada, HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "red: \u001b[31m" }, "text");

        Assert.Contains("Character 6 (U+001B)", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_refers_to_a_message_only()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room");
        var first = (long)(await ada.SendMessageAsync(roomId, "first"))["seq"]!;

        var reply = await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "reply", replyTo = first });
        var batch = await ada.ExpectAsync(
            HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages = new object[] { new { text = "one" }, new { text = "to one", replyTo = first + 2 } } });

        Assert.Equal(first, (long?)reply["replyTo"]);
        Assert.Equal(first + 2, (long?)batch["items"]![1]!["replyTo"]);
        foreach (var replyTo in new[] { 1, first + 100 })
        {
            await RefusedAsync(ada, HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "to no message", replyTo }, "replyTo");
        }
    }

    [Fact]
    public async Task JSON_with_a_byte_order_mark_is_read()
    {
        using var ada = await chat.NewUserAsync();
        using var content = new ByteArrayContent([.. Encoding.UTF8.Preamble, .. """{"name":"marked"}"""u8]);

        using var response = await ada.Http.PostAsync(new Uri("rooms", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Theory]
    [InlineData("👍")]
    [InlineData("❤️")]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("👍🏽")]
    [InlineData("🇩🇪")]
    [InlineData("1️⃣")]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    [InlineData("☺")]
    [InlineData("©️")]
    public void An_emoji_is_accepted(string emoji) => Assert.Equal(emoji, ChatFunctions.Rooms.Log.Emoji.Check(emoji).Value);

    [Theory]
    [InlineData("x0")]
    [InlineData("x")]
    [InlineData("1")]
    [InlineData("\u200b")]
    [InlineData("__proto__")]
    [InlineData("👍👍")]
    [InlineData("👍x")]
    [InlineData("👍\u200d")]
    [InlineData("👍\u200d\ufe0f")]
    [InlineData("👍\U000E0061")]
    [InlineData("🏴\U000E0067")]
    [InlineData("🇩")]
    [InlineData("")]
    public void Text_that_is_not_one_emoji_is_refused(string text) => Assert.Equal("validation_failed", ChatFunctions.Rooms.Log.Emoji.Check(text).Refusal?.Code);

    [Fact]
    public async Task A_variation_selector_does_not_make_another_reaction()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room", bob);
        var seq = (long)(await ada.SendMessageAsync(roomId, "hello"))["seq"]!;

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/messages/{seq}/reactions/{Uri.EscapeDataString("👍")}");
        var both = await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/messages/{seq}/reactions/{Uri.EscapeDataString("👍\ufe0f")}");
        var none = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{seq}/reactions/{Uri.EscapeDataString("👍\ufe0f")}");

        var reaction = Assert.Single(both["reactions"]!.AsArray())!;
        Assert.Equal(("👍", 2), ((string?)reaction["emoji"], reaction["userIds"]!.AsArray().Count));
        Assert.Equal([bob.Id], Assert.Single(none["reactions"]!.AsArray())!["userIds"]!.AsArray().Select(id => (string?)id));
    }

    [Fact]
    public async Task Deleted_messages_are_not_unread()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room", bob);
        await ada.SendMessageAsync(roomId, "read and deleted");
        var read = (long)(await ada.SendMessageAsync(roomId, "read"))["seq"]!;
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/read", new { seq = read });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{read - 1}");
        var unread = new List<long>();
        foreach (var text in new[] { "one", "two", "three" })
        {
            unread.Add((long)(await ada.SendMessageAsync(roomId, text))["seq"]!);
        }

        Assert.Equal(3, await UnreadAsync());
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{unread[1]}");
        Assert.Equal(2, await UnreadAsync());
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{unread[0]}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{unread[2]}");
        Assert.Equal(0, await UnreadAsync());

        async Task<long?> UnreadAsync() => (long?)(await bob.ListAllAsync("rooms")).Single(room => (string?)room["id"] == roomId)["unreadCount"];
    }

    [Fact]
    public async Task Answers_must_not_be_cached()
    {
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);

        using var limits = await anonymous.GetAsync(new Uri("limits", UriKind.Relative));
        using var refused = await anonymous.GetAsync(new Uri("me", UriKind.Relative));

        Assert.All([limits, refused], response => Assert.True(response.Headers.CacheControl?.NoStore));
    }

    private static async Task<string> RefusedAsync(ChatUser user, HttpMethod method, string path, object body, string field)
    {
        var problem = await user.RefusedAsync(400, "validation_failed", method, path, body);
        var error = Assert.Single(problem["errors"]!.AsObject());
        Assert.Equal(field, error.Key);
        return (string)Assert.Single(error.Value!.AsArray())!;
    }
}
