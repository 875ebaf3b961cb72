using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatFunctions.Tests.Hosting;

/// <summary>Odd input is refused with the reason and never causes a server error.</summary>
public sealed class OddInputTests(ChatFixture chat) : IClassFixture<ChatFixture>, IAsyncLifetime
{
    private ChatUser _ada = null!;
    private string _room = "";

    private static readonly string[] NoObjects =
    [
        "", "null", "[]", "5", "\"text\"", "{", "{\"text\":", "{} {}", "\0", "<xml/>", new('[', 100_000), "{\"name\":" + new string('[', 100_000),
    ];

    public static TheoryData<string, string> CallsWithABody => new()
    {
        { "POST", "register" },
        { "POST", "login" },
        { "POST", "refresh" },
        { "PATCH", "me" },
        { "PUT", "me/password" },
        { "DELETE", "me" },
        { "POST", "rooms" },
        { "PATCH", "rooms/{room}" },
        { "PUT", "rooms/{room}/members/{me}" },
        { "POST", "rooms/{room}/invitations" },
        { "POST", "rooms/{room}/messages" },
        { "POST", "rooms/{room}/messages/batch" },
        { "PATCH", "rooms/{room}/messages/3" },
        { "PUT", "rooms/{room}/read" },
        { "POST", "notifications" },
    };

    public static TheoryData<string, string, string, string> WrongTypes => new()
    {
        { "POST", "register", """{"login":1,"password":"long enough"}""", "login" },
        { "POST", "register", """{"login":"ada.l\n","password":"long enough"}""", "login" },
        { "POST", "register", """{"login":"ada.l","password":["long enough"]}""", "password" },
        { "POST", "register", """{"login":"ada.l","password":"long enough","username":"\ud800"}""", "username" },
        { "POST", "register", """{"login":"ada.l","password":"long enough","username":"a\u0000b"}""", "username" },
        { "POST", "login", """{"login":{},"password":"x"}""", "login" },
        { "POST", "refresh", """{"refreshToken":true}""", "refreshToken" },
        { "PATCH", "me", """{"username":7}""", "username" },
        { "PATCH", "me", """{"username":" \u2003 "}""", "username" },
        { "PUT", "me/password", """{"currentPassword":"x","newPassword":{}}""", "newPassword" },
        { "DELETE", "me", """{"password":null}""", "password" },
        { "POST", "rooms", """{"name":["tea"]}""", "name" },
        { "POST", "rooms", """{"name":"tea","kind":1}""", "kind" },
        { "POST", "rooms", """{"name":"tea","members":"ada"}""", "members" },
        { "POST", "rooms", """{"name":"tea","members":[null]}""", "members" },
        { "POST", "rooms", """{"name":"tea","members":["../head"]}""", "members" },
        { "POST", "rooms", """{"name":"tea\ttime"}""", "name" },
        { "PATCH", "rooms/{room}", """{"name":"\udc00"}""", "name" },
        { "PUT", "rooms/{room}/members/{me}", """{"role":"king"}""", "role" },
        { "PUT", "rooms/{room}/members/{me}", """{"role":0}""", "role" },
        { "POST", "rooms/{room}/invitations", """{"maxUses":99999999999}""", "maxUses" },
        { "POST", "rooms/{room}/invitations", """{"maxUses":1.5}""", "maxUses" },
        { "POST", "rooms/{room}/invitations", """{"expiresInHours":"week"}""", "expiresInHours" },
        { "POST", "rooms/{room}/messages", """{"text":5}""", "text" },
        { "POST", "rooms/{room}/messages", """{"text":"\ud83c"}""", "text" },
        { "POST", "rooms/{room}/messages", """{"text":"tea","clientMessageId":"id\n"}""", "clientMessageId" },
        { "POST", "rooms/{room}/messages", """{"text":"tea","replyTo":"the first"}""", "replyTo" },
        { "POST", "rooms/{room}/messages", """{"text":"tea","replyTo":9223372036854775807}""", "replyTo" },
        { "POST", "rooms/{room}/messages/batch", """{"messages":[null]}""", "messages[0]" },
        { "POST", "rooms/{room}/messages/batch", """{"messages":{"text":"tea"}}""", "messages" },
        { "POST", "rooms/{room}/messages/batch", """{"messages":[{"text":5}]}""", "messages[0].text" },
        { "PUT", "rooms/{room}/read", """{"seq":[1]}""", "seq" },
        { "POST", "notifications", """{"to":"{me}","text":"tea"}""", "to" },
        { "POST", "notifications", """{"to":{"userId":5},"text":"tea"}""", "to.userId" },
        { "POST", "notifications", """{"to":{"userId":"{me}"},"text":"tea","data":[]}""", "data" },
    };

    public static TheoryData<string, string, string?, int> OddIds
    {
        get
        {
            var data = new TheoryData<string, string, string?, int>();
            foreach (var id in new[] { new string('x', 1_000), new string('x', 65), "%F0%9F%8D%B5", "a%20b", "a'b", "..%2Fhead", "head", "%25", "-1" })
            {
                data.Add("GET", $"rooms/{id}", null, 404);
                data.Add("DELETE", $"rooms/{id}", null, 404);
                data.Add("POST", $"rooms/{id}/messages", """{"text":"tea"}""", 404);
                data.Add("GET", $"rooms/{id}/events", null, 404);
                data.Add("GET", $"users/{id}", null, 404);
                data.Add("PUT", $"direct/{id}", null, 404);
                data.Add("PUT", $"rooms/{{room}}/members/{id}", "{}", 404);
                data.Add("GET", $"invitations/{id}", null, 404);
                data.Add("POST", $"invitations/{id}/accept", null, 404);
                data.Add("DELETE", $"rooms/{{room}}/invitations/{id}", null, 404);
                data.Add("PUT", $"notifications/{id}/read", null, 404);
                data.Add("DELETE", $"sessions/{id}", null, 204);
                data.Add("POST", $"users/{id}/negotiate", null, 403);
            }

            return data;
        }
    }

    public async Task InitializeAsync()
    {
        _ada = await chat.NewUserAsync();
        _room = await _ada.CreateRoomAsync("room");
        await _ada.SendMessageAsync(_room, "hello");
    }

    public Task DisposeAsync()
    {
        _ada.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(CallsWithABody))]
    public async Task A_body_that_is_no_JSON_object_is_refused(string method, string path)
    {
        foreach (var body in NoObjects)
        {
            using var response = await _ada.SendAsync(new HttpMethod(method), At(path), body);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{body[..Math.Min(20, body.Length)]}: {(int)response.StatusCode} {text}");
            Assert.True((string?)JsonNode.Parse(text)!["code"] is "invalid_json" or "validation_failed", text);
        }
    }

    [Theory]
    [MemberData(nameof(WrongTypes))]
    public async Task A_field_of_the_wrong_type_is_named(string method, string path, string body, string field)
    {
        var problem = await _ada.RefusedAsync(400, "validation_failed", new HttpMethod(method), At(path), At(body));

        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [MemberData(nameof(OddIds))]
    public async Task An_impossible_id_is_not_found(string method, string path, string? body, int status)
    {
        using var response = await _ada.SendAsync(new HttpMethod(method), At(path), body);

        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    [Theory]
    [InlineData("茶 🍵")]
    [InlineData("👩‍👩‍👧‍👦 family")]
    [InlineData("Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍a̴̵̜̰͔ͫ͗͢l̠ͨͧͩ͘g̴͑ͥo")]
    [InlineData("שלום עולם")]
    [InlineData("'; drop table -- \\ / # ? % & <b>")]
    [InlineData("İstanbul ß ﬁ")]
    public async Task A_name_in_any_script_is_returned_unchanged_and_is_found(string name)
    {
        using var bob = await chat.NewUserAsync(name);
        var room = await bob.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "rooms", new { name, kind = "public" });
        await bob.SendMessageAsync((string)room["id"]!, name);
        var q = Uri.EscapeDataString(name);

        Assert.Equal(name, (string?)(await _ada.GetAsync($"users/{bob.Id}"))["username"]);
        Assert.Equal(name, (string?)room["name"]);
        Assert.Equal([name], await bob.TextsAsync((string)room["id"]!));
        Assert.Contains((await _ada.GetAsync($"users?q={q}&limit=200"))["items"]!.AsArray(), user => (string?)user!["id"] == bob.Id);
        Assert.Contains((await _ada.GetAsync($"rooms/public?q={q}&limit=200"))["items"]!.AsArray(), found => (string?)found!["id"] == (string?)room["id"]);
    }

    [Fact]
    public async Task A_search_text_cut_in_the_middle_of_an_emoji_finds_the_name()
    {
        // The search uses 64 UTF-16 code units, which cut the last emoji of this name in half.
        var name = $"{Guid.NewGuid():N}{string.Concat(Enumerable.Repeat("x", 31))}🍵🍵";
        using var bob = await chat.NewUserAsync();
        var roomId = (string)(await bob.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, "rooms", new { name, kind = "public" }))["id"]!;

        Assert.Equal([roomId], (await _ada.GetAsync($"rooms/public?q={Uri.EscapeDataString(name)}"))["items"]!.AsArray().Select(room => (string?)room!["id"]));
        Assert.Empty((await _ada.GetAsync($"rooms/public?q={Uri.EscapeDataString(name[..63])}y"))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("users?q=%00")]
    [InlineData("users?q=%ff%fe")]
    [InlineData("rooms/public?q=%00%ff")]
    [InlineData("rooms/public?q='%20or%20''%20eq%20'")]
    [InlineData("rooms?limit=200&limit=1")]
    [InlineData("users/online?cursor=nobody")]
    [InlineData("sessions?cursor=zzzz")]
    [InlineData("notifications?unread=true&cursor=")]
    public async Task An_odd_query_causes_no_server_error(string path)
    {
        using var response = await _ada.SendAsync(HttpMethod.Get, path);

        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    [Fact]
    public async Task A_body_that_is_not_utf_8_is_refused()
    {
        using var content = new ByteArrayContent([.. Encoding.ASCII.GetBytes("{\"text\":\""), 0xFF, 0xFE, .. Encoding.ASCII.GetBytes("\"}")]);

        using var response = await _ada.Http.PostAsync($"rooms/{_room}/messages", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private string At(string text) => text.Replace("{room}", _room, StringComparison.Ordinal).Replace("{me}", _ada.Id, StringComparison.Ordinal);
}
