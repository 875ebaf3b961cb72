using System.Net;
using System.Text.Json.Nodes;

namespace ChatFunctions.Tests.Messages;

public sealed class SendTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Two_identical_concurrent_sends_store_one_message()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("once");
        var body = new { text = "once only", clientMessageId = "a-1" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ada.SendAsync(HttpMethod.Post, $"rooms/{roomId}/messages", body)));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Created], answers.Select(answer => answer.StatusCode).Order());
        var messages = await Task.WhenAll(answers.Select(async answer => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!));
        Assert.Equal((string?)messages[0]["id"], (string?)messages[1]["id"]);
        Assert.Equal(["once only"], await ada.TextsAsync(roomId));
    }

    [Fact]
    public async Task A_repeated_send_returns_200_and_the_first_message()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("again");
        var first = await ada.SendMessageAsync(roomId, "hello", "id-1");
        await ada.SendMessageAsync(roomId, "in between");

        var again = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "hello", clientMessageId = "id-1" });

        Assert.Equal(first.ToJsonString(), again.ToJsonString());
    }

    [Fact]
    public async Task A_clientMessageId_with_another_text_is_refused()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("reuse");
        await ada.SendMessageAsync(roomId, "one thing", "id-1");

        await ada.RefusedAsync(409, "client_message_id_reused", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "another", clientMessageId = "id-1" });

        Assert.Equal(["one thing"], await ada.TextsAsync(roomId));
    }

    [Fact]
    public async Task The_same_clientMessageId_is_free_for_another_sender_and_in_another_room()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var (tea, coffee) = (await ada.CreateRoomAsync("tea", bob), await ada.CreateRoomAsync("coffee"));

        await ada.SendMessageAsync(tea, "a", "id-1");
        await bob.SendMessageAsync(tea, "b", "id-1");
        await ada.SendMessageAsync(coffee, "c", "id-1");

        Assert.Equal(["a", "b"], await ada.TextsAsync(tea));
        Assert.Equal(["c"], await ada.TextsAsync(coffee));
    }

    [Fact]
    public async Task Messages_of_32_concurrent_senders_have_no_gaps_and_none_is_lost()
    {
        const int senders = 32, each = 5;
        var users = await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => chat.NewUserAsync()));
        var roomId = await users[0].CreateRoomAsync("busy", users[1..]);
        var head = (long)(await users[0].GetAsync($"rooms/{roomId}"))["head"]!;

        var sent = await Task.WhenAll(users.Select(async (user, who) =>
        {
            var seqs = new List<long>();
            for (var i = 0; i < each; i++)
            {
                seqs.Add((long)(await user.SendMessageAsync(roomId, $"{who}:{i}"))["seq"]!);
            }

            Assert.Equal(seqs.Order(), seqs);
            return seqs;
        }));

        Assert.Equal(Enumerable.Range(1, senders * each).Select(n => head + n), sent.SelectMany(seqs => seqs).Order());
        Assert.Equal(senders * each, (await users[^1].TextsAsync(roomId)).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"text":""}""", "text")]
    [InlineData("""{"text":"   "}""", "text")]
    [InlineData("""{"text":null}""", "text")]
    [InlineData("""{"text":7}""", "text")]
    [InlineData("""{"text":"a\u0000b"}""", "text")]
    [InlineData("""{}""", "text")]
    [InlineData("""{"text":"x","clientMessageId":""}""", "clientMessageId")]
    [InlineData("""{"text":"x","clientMessageId":"with space"}""", "clientMessageId")]
    [InlineData("""{"text":"x","clientMessageId":{}}""", "clientMessageId")]
    [InlineData("""{"text":"x","replyTo":"first"}""", "replyTo")]
    [InlineData("""{"text":"x","replyTo":0}""", "replyTo")]
    [InlineData("""{"text":"x","replyTo":99}""", "replyTo")]
    public async Task An_invalid_field_is_named(string body, string field)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("strict");

        var problem = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"rooms/{roomId}/messages", body);

        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
        Assert.Empty(await ada.TextsAsync(roomId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"text":"x"} trailing""")]
    [InlineData("""{"text":"x"}{"text":"y"}""")]
    [InlineData("""{"text":"\ud800"}""")]
    [InlineData("""{text:"x"}""")]
    public async Task Broken_json_is_refused(string body)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("strict");

        using var response = await ada.SendAsync(HttpMethod.Post, $"rooms/{roomId}/messages", body);

        var code = (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"];
        await Problems.AssertAsync(response, 400, code is "validation_failed" ? code : "invalid_json");
    }

    [Fact]
    public async Task Unknown_fields_are_ignored()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("lenient", bob);

        var sent = await bob.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "mine", sender = new { id = ada.Id }, seq = 1 });

        Assert.Equal(bob.Id, (string?)sent["sender"]!["id"]);
    }

    [Fact]
    public async Task A_text_is_accepted_up_to_its_longest_size()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("long");
        var longest = string.Concat(Enumerable.Repeat("\u00e9", Limits.TextBytes / 2));

        await ada.SendMessageAsync(roomId, longest);
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = longest + "!" });

        Assert.Equal([longest], await ada.TextsAsync(roomId));
    }

    [Fact]
    public async Task A_body_of_300_kB_is_too_large()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("large");

        await ada.RefusedAsync(413, "body_too_large", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = new string('x', 300_000) });
    }

    [Fact]
    public async Task A_body_of_300_kB_of_unknown_length_is_too_large()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("large");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"rooms/{roomId}/messages") { Content = new StringContent($$"""{"text":"{{new string('x', 300_000)}}"}""") };
        request.Headers.TransferEncodingChunked = true;

        using var response = await ada.Http.SendAsync(request);

        await Problems.AssertAsync(response, 413, "body_too_large");
    }

    [Theory]
    [InlineData("nosuchroom12")]
    [InlineData("a'b")]
    [InlineData("%23%3F%5C")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task An_unknown_room_is_not_found(string roomId)
    {
        using var ada = await chat.NewUserAsync();

        await ada.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "anybody?" });
        await ada.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/messages");
        await ada.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}");
    }
}
