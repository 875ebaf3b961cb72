using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatFunctions.Tests.Accounts;
using ChatFunctions.Tests.Attachments;
using ChatFunctions.Tests.Rooms;

namespace ChatFunctions.Tests.Hosting;

/// <summary>Calls every operation of the app and compares requests and answers with the OpenAPI document.</summary>
public sealed class ContractTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private readonly List<Exchange> _exchanges = [];

    [Fact]
    public async Task Every_operation_matches_the_document()
    {
        using var ada = await NewUserAsync("Ada");
        using var bob = await NewUserAsync("Bob");
        await ServiceAsync();
        await SessionsAsync();
        await UsersAsync(ada, bob);
        var roomId = await RoomsAsync(ada, bob);
        await MembersAsync(ada, bob, roomId);
        await InvitationsAsync(ada, bob);
        await MessagesAsync(ada, bob, roomId);
        await PicturesAsync(ada, roomId);
        await DirectAsync(ada, bob);
        await NotificationsAsync(ada, roomId);
        await ApiKeysAsync(ada);
        await LimitsAsync();
        await ErasuresAsync(ada, bob, roomId);

        Assert.Empty(Documents.Operations.Select(operation => operation.Name).Except(_exchanges.Where(exchange => exchange.Status < 300).Select(exchange => exchange.Operation.Name)));
        await SchemaValidator.AssertOpenApiAsync(_exchanges.SelectMany(exchange => exchange.Cases()));
    }

    private Task<ChatUser> NewUserAsync(string name) => ChatUser.RegisterAsync(chat.App.Url, name, _exchanges);

    private HttpClient AnonymousClient(Uri? app = null) => ChatUser.ClientOf(app ?? chat.App.Url, token: null, _exchanges);

    private async Task ServiceAsync()
    {
        using var anonymous = AnonymousClient();
        foreach (var path in new[] { "health", "identity", "limits", "openapi.json", "asyncapi.json", "docs", "docs/start.js", "docs/no.js", "me" })
        {
            using var response = await anonymous.GetAsync(path);
        }
    }

    private static async Task PicturesAsync(ChatUser ada, string roomId)
    {
        foreach (var path in new[] { "me/picture", $"rooms/{roomId}/picture" })
        {
            await ada.SetPictureAsync(path);
            await ada.GetAsync($"rooms/{roomId}/events?after=0");
            await ada.PictureUnusableAsync(path, "unknown");
            await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, path);
        }
    }

    private async Task SessionsAsync()
    {
        using var anonymous = AnonymousClient();
        var login = $"u{Guid.NewGuid():N}";
        using var registered = await anonymous.RegisterAsync(login);
        using var taken = await anonymous.RegisterAsync(login);
        using var invalid = await anonymous.RegisterAsync("?");
        using var garbage = await anonymous.PostAsync("register", new StringContent("{"));
        using var large = await anonymous.PostAsync("register", new StringContent(new string('x', Limits.BodyBytes + 1)));
        using var wrong = await anonymous.LogInAsync(login, "wrong password");
        var session = await anonymous.LoggedInAsync(login);
        session = await anonymous.RefreshedAsync(session);
        using var invalidToken = await anonymous.RefreshAsync("x.y.z");
        using var ada = await NewUserAsync("Ada");
        using var user = ada.With(session);
        await ada.GetAsync("sessions?limit=1");
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"sessions/{Guid.NewGuid():N}");
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Post, "logout");
    }

    private static async Task UsersAsync(ChatUser ada, ChatUser bob)
    {
        await ada.GetAsync("me");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { username = "Ada L.", contactableBy = "everyone" });
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Patch, "me", new { username = " " });
        await ada.RefusedAsync(403, "wrong_password", HttpMethod.Put, "me/password", new { currentPassword = "not mine", newPassword = ChatUser.Password });
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Put, "me/password", new { currentPassword = ChatUser.Password, newPassword = ChatUser.Password });
        await ada.GetAsync($"users?q={bob.Login}");
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, "users");
        await ada.GetAsync($"users/{bob.Id}");
        await ada.RefusedAsync(404, "user_not_found", HttpMethod.Get, "users/nobody");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "presence");
        await ada.GetAsync("users/online");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"users/{ada.Id}/negotiate");
        await ada.RefusedAsync(403, "forbidden", HttpMethod.Post, $"users/{bob.Id}/negotiate");
    }

    private static async Task<string> RoomsAsync(ChatUser ada, ChatUser bob)
    {
        var roomId = await ada.CreatePublicRoomAsync("Tea", bob);
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, "rooms", new { name = "" });
        await ada.SendMessageAsync(roomId, "first");
        await ada.GetAsync("rooms");
        await ada.GetAsync("rooms?limit=1");
        await ada.GetAsync("rooms/public?q=te");
        await ada.GetAsync($"rooms/{roomId}");
        await ada.RefusedAsync(404, "room_not_found", HttpMethod.Get, "rooms/nowhere");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { name = "Tea and cake" });
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Patch, $"rooms/{roomId}", new { name = "Mine" });
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Delete, $"rooms/{roomId}");
        return roomId;
    }

    private async Task MembersAsync(ChatUser ada, ChatUser bob, string roomId)
    {
        using var cay = await NewUserAsync("Cay");
        await cay.GetAsync($"rooms/{roomId}");
        await cay.RefusedAsync(403, "not_a_member", HttpMethod.Get, $"rooms/{roomId}/members");
        await cay.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/join");
        await cay.RefusedAsync(404, "room_not_found", HttpMethod.Post, "rooms/nowhere/join");
        await ada.GetAsync($"rooms/{roomId}/members?limit=2");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "reader" });
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "no" });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "member" });
        await ada.RefusedAsync(409, "last_owner", HttpMethod.Put, $"rooms/{roomId}/members/{ada.Id}", new { role = "member" });
        await ada.RefusedAsync(404, "user_not_found", HttpMethod.Put, $"rooms/{roomId}/members/nobody", new { });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{cay.Id}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/bans/{cay.Id}");
        await ada.GetAsync($"rooms/{roomId}/bans");
        await cay.RefusedAsync(403, "banned", HttpMethod.Post, $"rooms/{roomId}/join");
        await ada.RefusedAsync(409, "user_banned", HttpMethod.Put, $"rooms/{roomId}/members/{cay.Id}", new { });
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"rooms/{roomId}/bans/{cay.Id}");
        await ada.RefusedAsync(409, "last_owner", HttpMethod.Delete, $"rooms/{roomId}/members/{ada.Id}");
    }

    private async Task InvitationsAsync(ChatUser ada, ChatUser bob)
    {
        using var cay = await NewUserAsync("Cay");
        var roomId = await ada.CreateRoomAsync("By invitation");
        var once = (string)(await ada.InviteAsync(roomId, maxUses: 1))["code"]!;
        var open = (string)(await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/invitations", new { }))["code"]!;
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"rooms/{roomId}/invitations", new { maxUses = 0 });
        await ada.GetAsync($"rooms/{roomId}/invitations");
        await bob.GetAsync($"invitations/{once}");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{once}/accept");
        await cay.RefusedAsync(410, "invitation_expired", HttpMethod.Post, $"invitations/{once}/accept");
        await cay.RefusedAsync(404, "invitation_not_found", HttpMethod.Post, "invitations/nothing/accept");
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"rooms/{roomId}/invitations/{open}");
        await cay.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/invitations");
    }

    private static async Task MessagesAsync(ChatUser ada, ChatUser bob, string roomId)
    {
        var messages = $"rooms/{roomId}/messages";
        await ada.SendFilesAsync(roomId, await ada.UploadAsync(roomId, [1, 2, 3], "a.png", "image/png", thumbnail: [1]));
        await ada.UnusableAsync(roomId, "no token");
        var sent = await ada.SendMessageAsync(roomId, "Milk or lemon?", "tea-1");
        var one = $"{messages}/{sent["seq"]}";
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, messages, new { text = "Milk or lemon?", clientMessageId = "tea-1" });
        await ada.RefusedAsync(409, "client_message_id_reused", HttpMethod.Post, messages, new { text = "Sugar?", clientMessageId = "tea-1" });
        await bob.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, messages, new { text = "Lemon", replyTo = (long)sent["seq"]! });
        await bob.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"{messages}/batch", new { messages = new[] { new { text = "a" }, new { text = "b" } } });
        await bob.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"{messages}/batch", new { messages = Array.Empty<object>() });
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"{one}/reactions/%F0%9F%91%8D");
        await bob.GetAsync(one);
        await bob.RefusedAsync(404, "message_not_found", HttpMethod.Get, $"{messages}/1");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"{one}/reactions/%F0%9F%91%8D");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"{one}/reactions/%F0%9F%91%8D?userId={bob.Id}");
        await bob.RefusedAsync(400, "validation_failed", HttpMethod.Put, $"{one}/reactions/a%20b");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, one, new { text = "Milk, or lemon?" }, ifMatch: "\"1\"");
        await ada.RefusedAsync(412, "version_mismatch", HttpMethod.Patch, one, new { text = "Tea?" }, ifMatch: "\"1\"");
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Patch, one, new { text = "Coffee?" });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/read", new { seq = (long)sent["seq"]! });
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Put, $"rooms/{roomId}/read", new { seq = 100_000 });
        await ada.ExpectAsync(HttpStatusCode.Accepted, HttpMethod.Post, $"rooms/{roomId}/typing");
        await ada.GetAsync(messages);
        await ada.GetAsync($"{messages}?include=changes");
        await ada.GetAsync($"{messages}?after=0&limit=2&sender={bob.Id}&since=30d");
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"{messages}?before=2&after=1");
        await bob.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"{one}/report", new { reason = "" });
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"{one}/report", new { reason = "Spam" });
        await ada.RefusedAsync(409, "own_message", HttpMethod.Post, $"{one}/report", new { reason = "Spam" });
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Get, $"rooms/{roomId}/reports");
        await ada.GetAsync($"rooms/{roomId}/reports");
        var lemon = $"rooms/{roomId}/messages/{(await bob.SendMessageAsync(roomId, "Lemon!"))["seq"]}";
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"{lemon}/report", new { reason = "Spam" });
        await ada.GetAsync($"rooms/{roomId}/reports?limit=1");
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, lemon.Replace("messages", "reports", StringComparison.Ordinal));
        await ada.GetAsync($"{messages}/search?q=lem&from={bob.Id}&limit=2");
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"{messages}/search");
        await ada.GetAsync("messages/search?q=lem&has=link");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, one);
        await ada.RefusedAsync(409, "message_deleted", HttpMethod.Patch, one, new { text = "Back" });
        await ada.GetAsync($"rooms/{roomId}/events?limit=200");
        await ada.GetAsync($"rooms/{roomId}/events?after=3&limit=1");
    }

    private static async Task DirectAsync(ChatUser ada, ChatUser bob)
    {
        var roomId = await ada.DirectRoomAsync(bob);
        Assert.Equal(roomId, await bob.DirectRoomAsync(ada));
        await ada.SendMessageAsync(roomId, "psst");
        await bob.GetAsync($"inbox?from={ada.Id}&since=2020-01-01");
        await bob.GetAsync($"rooms/{roomId}");
        await ada.DirectRoomAsync(ada);
        await bob.GetAsync("mentions");
        var pinned = await ada.SendMessageAsync(roomId, "pinned");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/pins/{pinned["seq"]}");
        await bob.GetAsync($"rooms/{roomId}/pins");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/pins/{pinned["seq"]}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/preferences", new { level = "mentions", favourite = true });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/hidden");
        await ada.GetAsync("rooms?hidden=true");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/hidden");
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, "rooms?hidden=maybe");
        await ada.RefusedAsync(404, "user_not_found", HttpMethod.Put, "direct/nobody");
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Put, $"me/blocks/{bob.Id}");
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Put, $"me/blocks/{ada.Id}");
        await ada.RefusedAsync(404, "user_not_found", HttpMethod.Put, "me/blocks/nobody");
        await ada.GetAsync("me/blocks");
        await ada.RefusedAsync(403, "user_blocked", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "no" });
        await bob.RefusedAsync(403, "cannot_contact_user", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "no" });
        await bob.RefusedAsync(403, "cannot_contact_user", HttpMethod.Post, "rooms", new { name = "No", members = new[] { ada.Id } });
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"me/blocks/{bob.Id}");
    }

    private async Task NotificationsAsync(ChatUser ada, string roomId)
    {
        using var backEnd = AnonymousClient();
        using var notified = await backEnd.PostAsync("notifications", Json(new JsonObject { ["to"] = new JsonObject { ["userId"] = ada.Id }, ["text"] = "Ready", ["data"] = new JsonObject { ["order"] = 17 } }));
        using var told = await backEnd.PostAsync("notifications", Json(new JsonObject { ["to"] = new JsonObject { ["roomId"] = roomId }, ["text"] = "Closing" }));
        using var toNobody = await backEnd.PostAsync("notifications", Json(new JsonObject { ["to"] = new JsonObject { ["userId"] = "nobody" }, ["text"] = "Hello?" }));
        using var invalid = await backEnd.PostAsync("notifications", Json(new JsonObject { ["text"] = "Hello?" }));
        var listed = await ada.GetAsync("notifications?unread=true");
        await ada.GetAsync("notifications/unread-count");
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Put, $"notifications/{listed["items"]![0]!["id"]}/read");
        await ada.RefusedAsync(404, "notification_not_found", HttpMethod.Put, "notifications/none/read");
    }

    private async Task ApiKeysAsync(ChatUser ada)
    {
        using var master = AnonymousClient();
        using var invalid = await master.PostAsync("keys", Json(new JsonObject { ["name"] = "" }));
        using var added = await master.PostAsync("keys", Json(new JsonObject { ["name"] = "shop" }));
        using var listed = await master.GetAsync("keys");
        var key = JsonNode.Parse(await added.Content.ReadAsStringAsync())!;
        using var shop = BackEnd.ClientOf(chat.App.Url, (string)key["key"]!, record: _exchanges);
        foreach (var username in new[] { "Eve", "Eve L.", "" })
        {
            using var put = await shop.PutAsync("users/external/customer-17", Json(new JsonObject { ["username"] = username }));
        }

        using var several = await shop.PostAsync("users/external/batch", Json(new JsonObject { ["users"] = new JsonArray(new JsonObject { ["externalId"] = "customer-17", ["username"] = "Eve" }) }));
        using var noUsers = await shop.PostAsync("users/external/batch", Json(new JsonObject { ["users"] = new JsonArray() }));
        using var found = await shop.GetAsync("users/external/customer-17");
        using var session = await shop.PostAsync("users/external/customer-17/tokens", content: null);
        var eve = (string)JsonNode.Parse(await found.Content.ReadAsStringAsync())!["id"]!;
        using var room = await shop.PostAsync("rooms", Json(new JsonObject { ["name"] = "Old", ["createdAt"] = "2020-01-01T00:00:00.000Z" }));
        var message = new JsonObject { ["senderId"] = ada.Id, ["text"] = "Long ago", ["createdAt"] = "2020-01-02T00:00:00.000Z", ["clientMessageId"] = "1" };
        using var imported = await shop.PostAsync(
            $"rooms/{JsonNode.Parse(await room.Content.ReadAsStringAsync())!["id"]}/import", Json(new JsonObject { ["messages"] = new JsonArray(message) }));
        using var members = await shop.PostAsync(
            $"rooms/{JsonNode.Parse(await room.Content.ReadAsStringAsync())!["id"]}/members/batch",
            Json(new JsonObject { ["members"] = new JsonArray(new JsonObject { ["userId"] = eve }, new JsonObject { ["userId"] = "nobody" }) }));
        using var forgetful = await NewUserAsync("Zoe");
        using var reset = await shop.PostAsync($"users/{forgetful.Id}/password-reset", content: null);
        var code = (string)JsonNode.Parse(await reset.Content.ReadAsStringAsync())!["code"]!;
        using var anonymous = AnonymousClient();
        using var used = await anonymous.PostAsJsonAsync("password-reset", new { code, newPassword = "a better horse battery" });
        using var usedAgain = await anonymous.PostAsJsonAsync("password-reset", new { code, newPassword = "a better horse battery" });
        using var deactivated = await shop.PutAsync($"users/{eve}/deactivated", content: null);
        using var refused = await shop.PostAsync("users/external/customer-17/tokens", content: null);
        using var activated = await shop.DeleteAsync($"users/{eve}/deactivated");
        using var erased = await shop.DeleteAsync($"users/{(await NewUserAsync("Dan")).Id}");
        using var removed = await master.DeleteAsync($"keys/{key["id"]}");
    }

    private async Task LimitsAsync()
    {
        await using var strict = await chat.StartAnotherAsync(null, "Chat:RateLimits:Enabled=true", "Chat:RateLimits:Writes:Burst=1", "Chat:RateLimits:Writes:Tokens=1", "AzureFunctionsJobHost:functionKeys:default=the key");
        using var hasty = await ChatUser.RegisterAsync(strict.Url, "Hasty", _exchanges);
        using var backEnd = AnonymousClient(strict.Url);
        await hasty.CreateRoomAsync("One");
        await hasty.RefusedAsync(429, "rate_limited", HttpMethod.Post, "rooms", new { name = "Two" });
        await hasty.GetAsync("limits");
        using var locked = await backEnd.PostAsync("notifications", content: null);
        Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);
    }

    private static async Task ErasuresAsync(ChatUser ada, ChatUser bob, string roomId)
    {
        await bob.GetAsync("me/export");
        await bob.RefusedAsync(403, "wrong_password", HttpMethod.Delete, "me", new { password = "not mine" });
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });
        await bob.RefusedAsync(401, "unauthorized", HttpMethod.Get, "me");
        await ada.GetAsync($"rooms/{roomId}/events?limit=200");
        await ada.GetAsync("me/export");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}");
    }

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
}
