using System.Net;
using System.Text.Json.Nodes;
using ChatFunctions.Notifications;
using ChatFunctions.Tests.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Tests.Notifications;

public sealed class NotificationTests(FakeTimeFixture chat) : IClassFixture<FakeTimeFixture>
{
    [Fact]
    public async Task A_notification_is_pushed_stored_listed_counted_and_marked()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        await using var live = await LiveConnection.OpenAsync(ada);
        await using var bobLive = await LiveConnection.OpenAsync(bob);

        var id = await SendAsync(new { to = new { userId = ada.Id }, text = " Your parcel is here. ", data = new { parcel = new { Number = 12, At = "Gate 4" } } });

        var pushed = (await live.ReceivesAsync(received => (string?)received["target"] == "notification"))["arguments"]![0]!;
        var listed = Assert.Single(await ListAsync(ada))!;
        Assert.Equal(listed.ToJsonString(), pushed.ToJsonString());
        Assert.Equal((id, " Your parcel is here."), ((string?)listed["id"], (string?)listed["text"]));
        Assert.Equal("""{"parcel":{"Number":12,"At":"Gate 4"}}""", listed["data"]!.ToJsonString());
        Assert.False((bool)listed["read"]!);
        Assert.Equal(0, (chat.Time.GetUtcNow() - (DateTimeOffset)listed["createdAt"]!).TotalSeconds, tolerance: 0.01);
        Assert.Equal(1, await UnreadAsync(ada));

        await MarkReadAsync(ada, id);
        await MarkReadAsync(ada, id);

        Assert.True((bool)Assert.Single(await ListAsync(ada))!["read"]!);
        Assert.Empty(await ListAsync(ada, "?unread=true"));
        Assert.Equal(0, await UnreadAsync(ada));
        Assert.DoesNotContain(bobLive.Received, received => (string?)received["target"] == "notification");
    }

    [Fact]
    public async Task A_login_is_found_in_any_case()
    {
        using var ada = await chat.NewUserAsync();

        var id = await SendAsync(new { to = new { login = ada.Login.ToUpperInvariant() }, text = "hello" });

        Assert.Equal(id, (string?)Assert.Single(await ListAsync(ada))!["id"]);
    }

    [Fact]
    public async Task Notifications_are_listed_newest_first_in_pages()
    {
        using var ada = await chat.NewUserAsync();
        var sent = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            sent.Insert(0, await SendAsync(new { to = new { userId = ada.Id }, text = $"{i}" }));
            chat.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await MarkReadAsync(ada, sent[1]);
        var first = await ada.GetAsync("notifications?limit=2");
        await SendAsync(new { to = new { userId = ada.Id }, text = "meanwhile" });
        var second = await ada.GetAsync($"notifications?limit=2&cursor={first["cursor"]}");
        var third = await ada.GetAsync($"notifications?limit=2&cursor={second["cursor"]}");
        var unread = await ada.GetAsync($"notifications?limit=3&unread=true&cursor={sent[0]}");

        Assert.Equal(sent, new[] { first, second, third }.SelectMany(page => page["items"]!.AsArray()).Select(item => (string)item!["id"]!));
        Assert.Null(third["cursor"]);
        Assert.Equal(sent[2..], unread["items"]!.AsArray().Select(item => (string)item!["id"]!));
        Assert.Equal(5, await UnreadAsync(ada));
    }

    [Fact]
    public async Task Notifications_of_other_users_are_answered_like_missing_ones()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var id = await SendAsync(new { to = new { userId = ada.Id }, text = "for Ada alone" });

        Assert.Empty(await ListAsync(eve));
        Assert.Empty(await ListAsync(eve, $"?cursor={id}"));
        var anothers = await eve.RefusedAsync(404, "notification_not_found", HttpMethod.Put, $"notifications/{id}/read");
        var nobodys = await eve.RefusedAsync(404, "notification_not_found", HttpMethod.Put, $"notifications/{id[..31]}{(id[31] == '0' ? '1' : '0')}/read");
        Assert.Equal((string?)nobodys["detail"], (string?)anothers["detail"]);
        Assert.Equal(1, await UnreadAsync(ada));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("a'b")]
    [InlineData("ffffffffffffffffffffffffffffffff")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("%23%3F")]
    public async Task A_malformed_id_is_not_found(string id)
    {
        using var ada = await chat.NewUserAsync();

        await ada.RefusedAsync(404, "notification_not_found", HttpMethod.Put, $"notifications/{id}/read");
    }

    [Fact]
    public async Task A_notification_to_a_room_is_a_message_of_the_system()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await using var live = await chat.OpenInAsync(bob, roomId);

        var id = await SendAsync(new { to = new { roomId }, text = "The kettle is on." });

        var message = (await ada.GetAsync($"rooms/{roomId}/messages"))["items"]![0]!;
        Assert.Equal((id, "system", "The kettle is on."), ((string?)message["id"], (string?)message["sender"]!["id"], (string?)message["text"]));
        await live.ReceivesAsync(roomId, (long)message["seq"]!);
        Assert.Equal(1, (long)(await bob.GetAsync("rooms"))["items"]![0]!["unreadCount"]!);
        Assert.Empty(await ListAsync(ada));
    }

    [Fact]
    public async Task The_same_clientMessageId_to_the_same_room_or_user_is_stored_once()
    {
        // A commit that conflicts with an earlier one waits before it retries, so this test needs a clock that moves.
        await using var app = await chat.StartAnotherAsync();
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        object ToRoom(string text) => new { to = new { roomId }, text, clientMessageId = "order-7" };
        object ToUser(ChatUser user, string text) => new { to = new { userId = user.Id }, text, data = new { n = 7 }, clientMessageId = "order-7" };

        var rooms = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAsync(ToRoom("paid"), app)));
        var users = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAsync(ToUser(ada, "paid"), app)));
        var another = await SendAsync(ToUser(bob, "paid"), app);

        Assert.Single(rooms.Distinct());
        Assert.Single(users.Distinct());
        Assert.Equal(["paid"], await ada.TextsAsync(roomId));
        Assert.Equal(users[0], (string?)Assert.Single(await ListAsync(ada))!["id"]);
        Assert.Equal(another, (string?)Assert.Single(await ListAsync(bob))!["id"]);
        await RefusedAsync(409, "client_message_id_reused", ToRoom("unpaid"), app);
        await RefusedAsync(409, "client_message_id_reused", ToUser(ada, "unpaid"), app);
    }

    [Fact]
    public async Task A_repeated_notification_is_sent_live_again_until_it_is_read()
    {
        await using var app = await chat.StartAnotherAsync();
        using var ada = await chat.NewUserAsync();
        await using var live = await LiveConnection.OpenAsync(ada);
        var body = new { to = new { userId = ada.Id }, text = "paid", clientMessageId = "order-8" };

        var id = await SendAsync(body, app);
        await live.ReceivesAsync(_ => Received() == 1);
        await SendAsync(body, app);
        await live.ReceivesAsync(_ => Received() == 2);
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Put, $"notifications/{id}/read");
        await SendAsync(body, app);
        var last = await SendAsync(new { to = new { userId = ada.Id }, text = "the last" }, app);
        await live.ReceivesAsync(_ => Ids().Contains(last));

        Assert.Equal([id, id, last], Ids());

        int Received() => Ids().Count;

        List<string> Ids() => [.. live.Received.Where(received => (string?)received["target"] == "notification").Select(received => (string)received["arguments"]![0]!["id"]!)];
    }

    [Fact]
    public async Task An_unknown_recipient_is_not_found()
    {
        await RefusedAsync(404, "user_not_found", new { to = new { userId = "0123456789abcdef0123456789abcdef" }, text = "hello" });
        await RefusedAsync(404, "user_not_found", new { to = new { userId = "a/b" }, text = "hello" });
        await RefusedAsync(404, "user_not_found", new { to = new { login = "nobody-at-all" }, text = "hello" });
        await RefusedAsync(404, "user_not_found", new { to = new { login = "a b" }, text = "hello" });
        await RefusedAsync(404, "room_not_found", new { to = new { roomId = "nosuchroom12" }, text = "hello" });
        await RefusedAsync(404, "room_not_found", new { to = new { roomId = "a'b" }, text = "hello" });
    }

    [Theory]
    [InlineData("""{"text":"x"}""", "to")]
    [InlineData("""{"to":null,"text":"x"}""", "to")]
    [InlineData("""{"to":{},"text":"x"}""", "to")]
    [InlineData("""{"to":"ada","text":"x"}""", "to")]
    [InlineData("""{"to":{"userId":"u","login":"l"},"text":"x"}""", "to")]
    [InlineData("""{"to":{"userId":7},"text":"x"}""", "to.userId")]
    [InlineData("""{"to":{"userId":"u"}}""", "text")]
    [InlineData("""{"to":{"userId":"u"},"text":" "}""", "text")]
    [InlineData("""{"to":{"userId":"u"},"text":"x","data":[1]}""", "data")]
    [InlineData("""{"to":{"userId":"u"},"text":"x","data":"y"}""", "data")]
    [InlineData("""{"to":{"userId":"u"},"text":"x","data":{"half":"\ud800"}}""", "data")]
    [InlineData("""{"to":{"roomId":"r"},"text":"x","data":{}}""", "data")]
    [InlineData("""{"to":{"userId":"u"},"text":"x","clientMessageId":"a b"}""", "clientMessageId")]
    public async Task An_invalid_field_is_named(string body, string field)
    {
        var problem = await RefusedAsync(400, "validation_failed", body);

        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task Data_is_accepted_up_to_its_largest_size_and_depth()
    {
        using var ada = await chat.NewUserAsync();
        string Large(int bytes) => $$"""{"x":"{{new string('y', bytes - 8)}}"}""";
        string Deep(int levels) => string.Concat(Enumerable.Repeat("""{"x":""", levels - 1)) + "{}" + new string('}', levels - 1);
        string Body(string data) => $$"""{"to":{"userId":"{{ada.Id}}"},"text":"x","data":{{data}}}""";
        await using var live = await LiveConnection.OpenAsync(ada);

        await SendAsync(Body(Large(Limits.NotificationDataBytes)));
        await SendAsync(Body(Deep(NotificationData.MaxDepth)));
        await RefusedAsync(400, "validation_failed", Body(Large(Limits.NotificationDataBytes + 1)));
        await RefusedAsync(400, "validation_failed", Body(Deep(NotificationData.MaxDepth + 1)));

        await live.ReceivesAsync(_ => live.Received.Count(received => (string?)received["target"] == "notification") == 2);
        Assert.Equal(2, (await ListAsync(ada)).Count);
    }

    [Fact]
    public async Task After_thirty_days_a_notification_is_not_shown()
    {
        using var ada = await chat.NewUserAsync();
        await SendAsync(new { to = new { userId = ada.Id }, text = "old", clientMessageId = "once" });
        await using var later = await chat.StartAnotherAsync(services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(chat.Time.GetUtcNow().AddDays(30).AddSeconds(1))));
        var inbox = later.Services.GetRequiredService<NotificationStore>();
        Assert.Empty((await inbox.PageAsync(ada.Id, new NotificationQuery(After: null, 10, Unread: false), CancellationToken.None)).Items);
        Assert.Equal(0, (await inbox.CountUnreadAsync(ada.Id, CancellationToken.None)).Count);
        Assert.Single(await ListAsync(ada));
    }

    [Fact]
    public async Task A_retention_of_zero_days_is_refused_at_start()
    {
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => chat.StartAnotherAsync(null, "Chat:Notifications:RetentionDays=0"));

        var refused = Assert.IsType<OptionsValidationException>(thrown.GetBaseException());
        Assert.Contains("RetentionDays", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notifying_requires_the_function_key_and_refuses_a_users_token()
    {
        using var ada = await chat.NewUserAsync();
        await using var locked = await chat.StartAnotherAsync(null, "AzureFunctionsJobHost:functionKeys:default=the key");
        var body = new { to = new { userId = ada.Id }, text = "hello" };

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(locked, key: null, token: null, body));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(locked, key: "another", token: null, body));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(locked, key: null, token: (string)ada.Session["accessToken"]!, body));
        Assert.Equal(HttpStatusCode.Accepted, await StatusAsync(locked, key: "the key", token: null, body));
        Assert.Single(await ListAsync(ada));
    }

    [Theory]
    [InlineData("unread=yes", "unread")]
    [InlineData("limit=0", "limit")]
    [InlineData("cursor=nothing", "cursor")]
    public async Task An_invalid_query_is_refused_by_name(string query, string field)
    {
        using var ada = await chat.NewUserAsync();

        var problem = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"notifications?{query}");

        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task Notifications_of_a_user_require_an_access_token()
    {
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        using var list = await anonymous.GetAsync("notifications");
        using var count = await anonymous.GetAsync("notifications/unread-count");
        using var mark = await anonymous.PutAsync("notifications/0123456789abcdef0123456789abcdef/read", content: null);

        await Problems.AssertAsync(list, 401, "unauthorized");
        await Problems.AssertAsync(count, 401, "unauthorized");
        await Problems.AssertAsync(mark, 401, "unauthorized");
    }

    private static async Task<JsonArray> ListAsync(ChatUser user, string query = "") => (await user.GetAsync($"notifications{query}"))["items"]!.AsArray();

    private static async Task<int> UnreadAsync(ChatUser user) => (int)(await user.GetAsync("notifications/unread-count"))["count"]!;

    private static Task<JsonNode> MarkReadAsync(ChatUser user, string id) => user.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Put, $"notifications/{id}/read");

    private static async Task<HttpStatusCode> StatusAsync(ChatInstance app, string? key, string? token, object body)
    {
        using var response = await PostAsync(app, key, token, body);
        return response.StatusCode;
    }

    private async Task<string> SendAsync(object body, ChatInstance? app = null)
    {
        using var response = await PostAsync(app ?? chat.App, key: null, token: null, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{(int)response.StatusCode} {text}");
        return (string)JsonNode.Parse(text)!["id"]!;
    }

    private async Task<JsonNode> RefusedAsync(int status, string code, object body, ChatInstance? app = null)
    {
        using var response = await PostAsync(app ?? chat.App, key: null, token: null, body);
        return await Problems.AssertAsync(response, status, code);
    }

    private static async Task<HttpResponseMessage> PostAsync(ChatInstance app, string? key, string? token, object body)
    {
        using var http = ChatUser.ClientOf(app.Url, token);
        if (key is not null)
        {
            http.DefaultRequestHeaders.Add("x-functions-key", key);
        }

        var json = body as string ?? System.Text.Json.JsonSerializer.Serialize(body);
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return await http.PostAsync("notifications", content);
    }
}
