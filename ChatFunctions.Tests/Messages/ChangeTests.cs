using System.Net;
using ChatFunctions.Tests.Live;

namespace ChatFunctions.Tests.Messages;

/// <summary>Editing, deleting and reacting.</summary>
public sealed class ChangeTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private const string ThumbsUp = "%F0%9F%91%8D";

    [Fact]
    public async Task An_edit_is_broadcast_and_returns_the_new_version()
    {
        var (ada, bob, roomId, seq) = await MessageAsync();
        await using var live = await chat.OpenInAsync(bob, roomId);

        var edited = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}/messages/{seq}", new { text = "edited" });

        Assert.Equal(("edited", 2), ((string?)edited["text"], (int)edited["version"]!));
        Assert.NotNull(edited["editedAt"]);
        var received = await live.ReceivesAsync(roomId, seq + 1);
        Assert.Equal(("messageEdited", seq, "edited"), ((string?)received["type"], (long)received["messageSeq"]!, (string?)received["message"]!["text"]));
        Assert.Equal(edited.ToJsonString(), (await ada.GetAsync($"rooms/{roomId}/messages/{seq}")).WithoutRead().ToJsonString());
    }

    [Fact]
    public async Task Only_the_sender_edits_and_a_stale_version_is_refused()
    {
        var (ada, bob, roomId, seq) = await MessageAsync();
        var path = $"rooms/{roomId}/messages/{seq}";

        await bob.RefusedAsync(403, "forbidden", HttpMethod.Patch, path, new { text = "mine now" });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, path, new { text = "second" }, ifMatch: "\"1\"");
        await ada.RefusedAsync(412, "version_mismatch", HttpMethod.Patch, path, new { text = "third" }, ifMatch: "\"1\"");
        await ada.RefusedAsync(412, "version_mismatch", HttpMethod.Delete, path, ifMatch: "\"1\"");
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Patch, path, new { text = "third" }, ifMatch: "\"x\"");
        await ada.RefusedAsync(404, "message_not_found", HttpMethod.Patch, $"rooms/{roomId}/messages/999", new { text = "?" });

        Assert.Equal("second", (string?)(await bob.GetAsync(path))["text"]);
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_makes_no_event()
    {
        var (ada, _, roomId, seq) = await MessageAsync();

        var same = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}/messages/{seq}", new { text = "hello" });

        Assert.Equal(1, (int)same["version"]!);
        Assert.Equal(seq, (long)(await ada.GetAsync($"rooms/{roomId}"))["head"]!);
    }

    [Fact]
    public async Task Deleting_leaves_a_tombstone_and_can_be_repeated()
    {
        var (ada, bob, roomId, seq) = await MessageAsync();
        var path = $"rooms/{roomId}/messages/{seq}";
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"{path}/reactions/{ThumbsUp}");

        await bob.RefusedAsync(403, "forbidden", HttpMethod.Delete, path);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, path);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, path);

        var tombstone = await bob.GetAsync(path);
        Assert.Equal(("", true), ((string?)tombstone["text"], (bool)tombstone["deleted"]!));
        Assert.Empty(tombstone["reactions"]!.AsArray());
        Assert.Equal(seq + 2, (long)(await ada.GetAsync($"rooms/{roomId}"))["head"]!);
        await ada.RefusedAsync(409, "message_deleted", HttpMethod.Patch, path, new { text = "back" });
        await bob.RefusedAsync(409, "message_deleted", HttpMethod.Put, $"{path}/reactions/{ThumbsUp}");
    }

    [Fact]
    public async Task An_admin_deletes_messages_of_others()
    {
        var (ada, bob, roomId, _) = await MessageAsync();
        var seq = (long)(await bob.SendMessageAsync(roomId, "rude"))["seq"]!;

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{seq}");

        Assert.True((bool)(await bob.GetAsync($"rooms/{roomId}/messages/{seq}"))["deleted"]!);
    }

    [Fact]
    public async Task A_user_reacts_with_an_emoji_at_most_once()
    {
        var (ada, bob, roomId, seq) = await MessageAsync();
        var path = $"rooms/{roomId}/messages/{seq}";
        foreach (var user in new[] { bob, bob, ada })
        {
            await user.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"{path}/reactions/{ThumbsUp}");
        }

        var reacted = await ada.GetAsync(path);
        Assert.Equal("\U0001F44D", (string?)reacted["reactions"]![0]!["emoji"]);
        Assert.Equal([bob.Id, ada.Id], reacted["reactions"]![0]!["userIds"]!.AsArray().Select(id => (string?)id));
        Assert.Equal(seq + 2, (long)(await ada.GetAsync($"rooms/{roomId}"))["head"]!);

        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"{path}/reactions/{ThumbsUp}");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"{path}/reactions/{ThumbsUp}");
        Assert.Equal([ada.Id], (await ada.GetAsync(path))["reactions"]![0]!["userIds"]!.AsArray().Select(id => (string?)id));
        Assert.Equal(seq + 3, (long)(await ada.GetAsync($"rooms/{roomId}"))["head"]!);
    }

    [Fact]
    public async Task A_message_has_at_most_twenty_different_emojis()
    {
        var (ada, bob, roomId, seq) = await MessageAsync();
        for (var i = 0; i < Limits.EmojisPerMessage; i++)
        {
            await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/messages/{seq}/reactions/{Uri.EscapeDataString(char.ConvertFromUtf32(0x1F600 + i))}");
        }

        await ada.RefusedAsync(409, "too_many_reactions", HttpMethod.Put, $"rooms/{roomId}/messages/{seq}/reactions/%F0%9F%91%8D");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/messages/{seq}/reactions/%F0%9F%98%80");
    }

    [Theory]
    [InlineData("%20")]
    [InlineData("a%20b")]
    [InlineData("%0A")]
    public async Task Text_that_is_no_emoji_is_refused(string emoji)
    {
        var (ada, _, roomId, seq) = await MessageAsync();

        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Put, $"rooms/{roomId}/messages/{seq}/reactions/{emoji}");
    }

    [Fact]
    public async Task A_batch_is_stored_as_a_whole_and_broadcast_as_one_live_message()
    {
        var (ada, bob, roomId, seq) = await MessageAsync();
        await using var live = await chat.OpenInAsync(bob, roomId);

        var sent = await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages = new[] { new { text = "one", clientMessageId = "1" }, new { text = "two", clientMessageId = "2" } } });

        Assert.Equal([seq + 1, seq + 2], sent["items"]!.AsArray().Select(message => (long)message!["seq"]!));
        await live.ReceivesAsync(roomId, seq + 2);
        Assert.Single(live.Received, received => (string?)received["target"] == "roomEvents" && (long)received["arguments"]![1]!.AsArray()[^1]!["seq"]! > seq);
    }

    [Fact]
    public async Task A_batch_with_one_invalid_message_stores_nothing()
    {
        var (ada, _, roomId, seq) = await MessageAsync();

        var problem = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages = new[] { new { text = "good" }, new { text = "" } } });
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages = Array.Empty<object>() });
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages = Enumerable.Repeat(new { text = "x" }, 41) });

        Assert.Equal(["messages[1].text"], problem["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal(seq, (long)(await ada.GetAsync($"rooms/{roomId}"))["head"]!);
    }

    private async Task<(ChatUser Ada, ChatUser Bob, string RoomId, long Seq)> MessageAsync()
    {
        var (ada, bob) = (await chat.NewUserAsync(), await chat.NewUserAsync());
        var roomId = await ada.CreateRoomAsync("changes", bob);
        return (ada, bob, roomId, (long)(await ada.SendMessageAsync(roomId, "hello"))["seq"]!);
    }
}

internal static class MessageJson
{
    /// <summary>Removes <c>read</c>, which only answers to reads contain.</summary>
    public static System.Text.Json.Nodes.JsonNode WithoutRead(this System.Text.Json.Nodes.JsonNode message)
    {
        message.AsObject().Remove("read");
        return message;
    }
}
