using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatFunctions.Accounts;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Accounts;

public sealed class ExportTests(OwnChatFixture chat) : IClassFixture<OwnChatFixture>
{
    [Fact]
    public async Task An_export_contains_what_the_user_wrote_and_no_secret()
    {
        using var scenario = await AccountScenario.CreateAsync(chat);
        var code = (string)(await scenario.Ada.InviteAsync(scenario.Shared, maxUses: 3))["code"]!;
        await scenario.Cyd.InviteAsync(scenario.Shared);
        var text = await scenario.Ada.Http.GetStringAsync("me/export");

        var export = JsonNode.Parse(text)!;
        Assert.Equal(scenario.Ada.Session["user"]!.ToJsonString(), export["user"]!.ToJsonString());
        Assert.Equal([true, false], export["sessions"]!.AsArray().Select(session => (bool)session!["current"]!));
        Assert.NotNull((string?)export["presence"]!["since"]);
        var rooms = export["rooms"]!.AsArray().ToDictionary(room => (string)room!["room"]!["id"]!);
        Assert.Equal(new[] { scenario.Shared, scenario.Alone, scenario.Direct, scenario.Left }.Order(), rooms.Keys.Order());
        Assert.All(rooms.Values, room => Assert.Equal(
            AccountScenario.MessagesEach, room!["messages"]!.AsArray().Count(message => ((string)message!["text"]!).StartsWith(AccountScenario.Secret, StringComparison.Ordinal))));
        Assert.Equal(("renamed", "owner"), ((string?)rooms[scenario.Shared]!["room"]!["name"], (string?)rooms[scenario.Shared]!["room"]!["role"]));
        Assert.Equal(3, (int)Assert.Single(rooms[scenario.Shared]!["invitations"]!.AsArray())!["maxUses"]!);
        Assert.DoesNotContain(code, text, StringComparison.Ordinal);
        Assert.Equal(["id"], rooms[scenario.Left]!["room"]!.AsObject().Select(field => field.Key));
        Assert.Equal(["memberRemoved", "memberAdded"], rooms[scenario.Left]!["events"]!.AsArray().Select(happened => (string?)happened!["type"]));
        Assert.DoesNotContain("bob's own", text, StringComparison.Ordinal);
        await AssertNoSecretAsync(scenario.Ada, text);
    }

    [Fact]
    public async Task An_export_contains_notifications()
    {
        using var ada = await chat.NewUserAsync();
        using var response = await BackEndAsync(new { to = new { userId = ada.Id }, text = "a word from the back end", data = new { n = 1 } });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);

        var export = await ada.GetAsync("me/export");

        var note = Assert.Single(export["notifications"]!.AsArray())!;
        Assert.Equal(("a word from the back end", 1), ((string?)note["text"], (int)note["data"]!["n"]!));
    }

    [Fact]
    public async Task An_export_contains_lists_of_several_pages_completely_and_once()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room", bob);
        for (var batch = 0; batch < 11; batch++)
        {
            var messages = Enumerable.Range(0, 40).Select(n => new { text = $"text {(40 * batch) + n}" });
            await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages });
            await bob.SendMessageAsync(roomId, "between");
        }

        var exported = (await ada.GetAsync("me/export"))["rooms"]!.AsArray().Single()!["messages"]!.AsArray().Select(message => (string)message!["text"]!);

        Assert.Equal(Enumerable.Range(0, 440).Select(n => $"text {n}").Reverse(), exported);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(12)]
    public async Task An_export_that_fails_halfway_is_not_answered_as_complete(int request)
    {
        var requests = 0;
        await using var failing = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelineTransport>(
            new FaultTransport(_ => Interlocked.Increment(ref requests) >= request ? Fault.LostBefore : Fault.None)));
        using var scenario = await AccountScenario.CreateAsync(chat);
        using var there = scenario.Ada.At(failing.Url);

        var whole = false;
        try
        {
            using var response = await there.Http.GetAsync("me/export");
            whole = response.IsSuccessStatusCode;
        }
        catch (HttpRequestException e)
        {
            Assert.Equal(HttpRequestError.ResponseEnded, e.HttpRequestError);
        }

        Assert.False(whole);
    }

    /// <summary>Secrets, and the hashes that are stored to check them.</summary>
    private async Task AssertNoSecretAsync(ChatUser user, string text)
    {
        var login = (await chat.App.Services.GetRequiredService<UserStore>().LoginAsync(user.Login, CancellationToken.None))!;
        var hashes = await chat.App.Services.GetRequiredService<Sessions>().AllAsync(user.Id, afterId: null, CancellationToken.None)
            .Select(session => Convert.ToBase64String(session.SecretHash)).ToListAsync();
        Assert.Equal(2, hashes.Count);
        string[] secrets = [login.PasswordHash, (string)user.Session["accessToken"]!, ((string)user.Session["refreshToken"]!).Split('.')[2], ChatUser.Password, .. hashes];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.DoesNotContain("hash", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("password", text, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<HttpResponseMessage> BackEndAsync(object notification)
    {
        using var http = ChatUser.ClientOf(chat.App.Url, token: null);
        return await http.PostAsJsonAsync("notifications", notification, JsonSerializerOptions.Web);
    }
}
