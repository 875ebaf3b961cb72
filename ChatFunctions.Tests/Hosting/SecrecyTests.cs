using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Hosting;

/// <summary>Uses every operation and searches all logs at the lowest level for secrets and texts.</summary>
public sealed class SecrecyTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private const string NoService = "Endpoint=http://127.0.0.1;Port=1;AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH;Version=1.0;";

    private readonly List<string> _secrets = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_text_input_or_name_is_logged(bool signalRIsDown)
    {
        using var logs = new CapturedLogs();
        await using (var app = await ChatInstance.StartAsync(
            chat.TablePrefix, signalRIsDown ? NoService : chat.SignalRConnectionString,
            replace: services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs)),
            settings: "Logging:LogLevel:Default=Trace"))
        {
            await LiveAsync(app, logs);
        }

        var log = new StringBuilder();
        foreach (var line in logs.Lines)
        {
            log.Append(line.Category).Append(": ").Append(line.Text).AppendLine(line.Exception?.ToString());
        }

        var text = log.ToString();
        Assert.All(_secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Calls every operation with valid and invalid input, and checks that the expected events are logged.</summary>
    private async Task LiveAsync(ChatInstance app, CapturedLogs logs)
    {
        using var ada = await RegisterAsync(app);
        using var ben = await RegisterAsync(app);
        var login = Secret();
        await ada.RefusedAsync(409, "login_taken", HttpMethod.Post, "register", new { login = ada.Login, password = Secret(), username = Secret() });
        await ada.RefusedAsync(401, "invalid_credentials", HttpMethod.Post, "login", new { login = ada.Login, password = Secret() });
        await ada.RefusedAsync(401, "invalid_credentials", HttpMethod.Post, "login", new { login, password = Secret() });
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, "register", new { login = Secret() + " no login", password = "x" });
        await ada.RefusedAsync(400, "invalid_json", HttpMethod.Post, "login", "{\"login\":\"" + Secret() + "\",");
        var entered = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "login", new { login = ada.Login, password = ChatUser.Password });
        Keep(entered);
        Keep(await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "refresh", new { refreshToken = (string)entered["refreshToken"]! }));
        await ada.RefusedAsync(401, "invalid_refresh_token", HttpMethod.Post, "refresh", new { refreshToken = (string)entered["refreshToken"]! });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { username = Secret() });
        await ada.GetAsync($"users?q={Secret()}");
        await ada.GetAsync($"users?q={ben.Login}");

        var roomId = (string)(await ada.ExpectAsync(
            HttpStatusCode.Created, HttpMethod.Post, "rooms", new { name = Secret(), kind = "public", members = new[] { ben.Id } }))["id"]!;
        await ada.GetAsync($"rooms/public?q={Secret()}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { name = Secret() });
        var invitation = await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/invitations", new { maxUses = 2 });
        _secrets.Add((string)invitation["code"]!);
        await ben.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{invitation["code"]}/accept");
        var seq = (long)(await ada.SendMessageAsync(roomId, Secret(), clientMessageId: "1"))["seq"]!;
        await ada.RefusedAsync(409, "client_message_id_reused", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = Secret(), clientMessageId = "1" });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}/messages/{seq}", new { text = Secret() });
        await ada.RefusedAsync(404, "message_not_found", HttpMethod.Patch, $"rooms/{roomId}/messages/999", new { text = Secret() });
        await ben.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/read", new { seq });
        await ben.ExpectAsync(HttpStatusCode.Accepted, HttpMethod.Post, $"rooms/{roomId}/typing");
        await ben.GetAsync($"rooms/{roomId}/messages");
        await ben.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/messages/{seq}/report", new { reason = Secret() });
        await ben.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "presence");
        await ben.ExpectAsync(HttpStatusCode.Accepted, HttpMethod.Post, "notifications", new { to = new { userId = ada.Id }, text = Secret(), data = new { secret = Secret() } });
        await ben.ExpectAsync(HttpStatusCode.Accepted, HttpMethod.Post, "notifications", new { to = new { login = ada.Login }, text = Secret() });
        await ada.GetAsync("notifications");
        var negotiated = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"users/{ada.Id}/negotiate");
        _secrets.Add((string)negotiated["accessToken"]!);
        using (var anonymous = ChatUser.ClientOf(app.Url, Secret()))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.GetAsync("me")).StatusCode);
        }

        await ada.GetAsync("me/export");
        await ben.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Put, "me/password", new { currentPassword = ChatUser.Password, newPassword = Secret() });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        await logs.WaitForAsync(line => line.Text.StartsWith($"Room {roomId}: purged", StringComparison.Ordinal));
        foreach (var expected in new[]
        {
            $"User {ada.Id}: registered", $"User {ada.Id}: a wrong password, 1 in a row", $"User {ada.Id}: logged in", $"User {ben.Id}: changed the password",
            $"User {ada.Id}: session ", $"User {ada.Id}: notification ", $"Room {roomId}: created", $"Room {roomId}: deleted", $"User {ada.Id}: erased",
            $"Room {roomId}: 1 commands made 1 events", "SendMessage ended with 201",
        })
        {
            await logs.WaitForAsync(line => line.Text.StartsWith(expected, StringComparison.Ordinal));
        }
    }

    private async Task<ChatUser> RegisterAsync(ChatInstance app)
    {
        var user = await ChatUser.RegisterAsync(app.Url, Secret());
        Keep(user.Session);
        _secrets.AddRange([user.Login, ChatUser.Password]);
        return user;
    }

    private void Keep(JsonNode session) => _secrets.AddRange([(string)session["accessToken"]!, (string)session["refreshToken"]!]);

    /// <summary>A text that must not appear in logs.</summary>
    private string Secret()
    {
        var secret = $"s{Guid.NewGuid():N}";
        _secrets.Add(secret);
        return secret;
    }
}
