using System.Net;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Rooms;

/// <summary>No endpoint reveals to a stranger whether a private room exists, by its answer or its cost.</summary>
public sealed class PrivacyTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    public static TheoryData<string, string, string?> Calls => new()
    {
        { "GET", "rooms/{room}", null },
        { "PATCH", "rooms/{room}", """{"name":"mine"}""" },
        { "PATCH", "rooms/{room}", """{"name":""}""" },
        { "PATCH", "rooms/{room}", """{"defaultRole":"reader"}""" },
        { "DELETE", "rooms/{room}", null },
        { "POST", "rooms/{room}/join", null },
        { "GET", "rooms/{room}/members", null },
        { "PUT", "rooms/{room}/members/{me}", "{}" },
        { "PUT", "rooms/{room}/members/{ada}", """{"role":"reader"}""" },
        { "PUT", "rooms/{room}/members/nobody", "{}" },
        { "DELETE", "rooms/{room}/members/{me}", null },
        { "DELETE", "rooms/{room}/members/{ada}", null },
        { "DELETE", "rooms/{room}/members/nobody", null },
        { "GET", "rooms/{room}/bans", null },
        { "PUT", "rooms/{room}/bans/{me}", null },
        { "PUT", "rooms/{room}/bans/{ada}", null },
        { "PUT", "rooms/{room}/bans/nobody", null },
        { "DELETE", "rooms/{room}/bans/{me}", null },
        { "DELETE", "rooms/{room}/bans/{ada}", null },
        { "POST", "rooms/{room}/invitations", "{}" },
        { "GET", "rooms/{room}/invitations", null },
        { "DELETE", "rooms/{room}/invitations/{code}", null },
        { "DELETE", "rooms/{room}/invitations/{room}0000000000", null },
        { "POST", "invitations/{room}0000000000/accept", null },
        { "POST", "rooms/{room}/messages", """{"text":"hello"}""" },
        { "POST", "rooms/{room}/messages/batch", """{"messages":[{"text":"hello"}]}""" },
        { "GET", "rooms/{room}/messages", null },
        { "GET", "rooms/{room}/messages?sender={ada}", null },
        { "GET", "rooms/{room}/messages/search?q=secret", null },
        { "GET", "rooms/{room}/messages/3", null },
        { "PATCH", "rooms/{room}/messages/3", """{"text":"hello"}""" },
        { "DELETE", "rooms/{room}/messages/3", null },
        { "PUT", "rooms/{room}/messages/3/reactions/%F0%9F%91%8D", null },
        { "DELETE", "rooms/{room}/messages/3/reactions/%F0%9F%91%8D", null },
        { "DELETE", "rooms/{room}/messages/3/reactions/%F0%9F%91%8D?userId={ada}", null },
        { "PUT", "rooms/{room}/hidden", null },
        { "DELETE", "rooms/{room}/hidden", null },
        { "PUT", "rooms/{room}/preferences", """{"level":"mentions","favourite":true}""" },
        { "GET", "rooms/{room}/pins", null },
        { "PUT", "rooms/{room}/pins/3", null },
        { "DELETE", "rooms/{room}/pins/3", null },
        { "POST", "rooms/{room}/messages/3/report", """{"reason":"spam"}""" },
        { "GET", "rooms/{room}/reports", null },
        { "DELETE", "rooms/{room}/reports/3", null },
        { "PATCH", "rooms/{room}", """{"topic":"mine"}""" },
        { "PUT", "rooms/{room}/read", """{"seq":1}""" },
        { "POST", "rooms/{room}/typing", null },
        { "GET", "rooms/{room}/events?after=0", null },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_strangers_call_gets_the_same_answer_for_a_private_and_a_missing_room(string method, string path, string? body)
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var (hidden, direct) = (await ada.CreateRoomAsync("hidden", bob), await ada.DirectRoomAsync(bob));
        await ada.SendMessageAsync(hidden, "secret");
        await ada.SendMessageAsync(direct, "secret");
        var code = (string)(await ada.InviteAsync(hidden))["code"]!;

        var requests = new RequestCounter();
        await using var fresh = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelinePolicy>(requests));
        using var there = eve.At(fresh.Url);

        // Tables are created when they are first used.
        await there.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "presence");

        var answers = new List<string>();
        foreach (var (roomId, ofRoom) in new[] { (hidden, code), ("zzzzzzzzzzzz", "zzzzzzzzzzzz0000000000"), (direct, "zzzzzzzzzzzz0000000000"), ("zzzzzzzzzzzzzzzzzzzzzzzzzz", "zzzzzzzzzzzz0000000000") })
        {
            var at = path.Replace("{room}", roomId, StringComparison.Ordinal).Replace("{code}", ofRoom, StringComparison.Ordinal)
                .Replace("{me}", eve.Id, StringComparison.Ordinal).Replace("{ada}", ada.Id, StringComparison.Ordinal);
            var before = requests.Count;
            using var response = await there.SendAsync(new HttpMethod(method), at, body);
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
            problem.Remove("traceId");
            answers.Add($"{(int)response.StatusCode} {problem.ToJsonString()} {string.Join(",", response.Headers.Select(header => header.Key).Order())} for {requests.Count - before} requests");
        }

        Assert.True(answers[0].StartsWith("400", StringComparison.Ordinal) || answers[0].StartsWith("404", StringComparison.Ordinal), answers[0]);
        Assert.Equal(answers[1], answers[0]);
        Assert.Equal(answers[3], answers[2]);
    }

    [Fact]
    public async Task Calls_of_strangers_store_nothing()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        using var mallory = await chat.NewUserAsync();
        var hidden = await ada.CreateRoomAsync("hidden");

        await mallory.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{hidden}/join");
        await mallory.RefusedAsync(404, "room_not_found", HttpMethod.Put, $"rooms/{hidden}/members/{eve.Id}", new { });
        await mallory.RefusedAsync(404, "invitation_not_found", HttpMethod.Post, $"invitations/{hidden}0000000000/accept");

        Assert.Empty(await chat.App.PointersOfAsync(eve));
        Assert.Empty(await chat.App.PointersOfAsync(mallory));
    }
}
