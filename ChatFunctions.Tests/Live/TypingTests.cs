using System.Net;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Live;

public sealed class TypingTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Typing_is_broadcast_to_the_room_once_in_three_seconds()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var ada = await chat.NewUserAsync("Ada");
        using var bob = await chat.NewUserAsync("Bob");
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await using var app = await chat.StartAnotherAsync(services => services.AddSingleton<TimeProvider>(time));
        using var writing = ada.At(app.Url);
        await using var live = await chat.OpenInAsync(bob, roomId);

        await TypeAsync(writing, roomId);
        await ReceivesTypingAsync(live, 1);
        var start = time.GetUtcNow();
        time.Advance(TimeSpan.FromSeconds(2.9));
        await TypeAsync(writing, roomId);
        time.Advance(TimeSpan.FromSeconds(0.2));
        await TypeAsync(writing, roomId);
        await ReceivesTypingAsync(live, 2);

        var said = await ada.SendMessageAsync(roomId, "done");
        await live.ReceivesAsync(roomId, (long)said["seq"]!);
        var received = TypingOf(live);
        Assert.Equal(2, received.Length);
        Assert.Equal((roomId, ada.Id, "Ada"), ((string?)received[0]["roomId"], (string?)received[0]["userId"], (string?)received[0]["username"]));
        Assert.Equal(7, ((DateTimeOffset)received[0]["expiresAt"]! - start).TotalSeconds, tolerance: 0.01);
        Assert.True((DateTimeOffset)received[1]["expiresAt"]! > (DateTimeOffset)received[0]["expiresAt"]!);
    }

    [Fact]
    public async Task Each_user_and_each_room_has_its_own_three_seconds()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var (tea, coffee) = (await ada.CreateRoomAsync("tea", bob), await ada.CreateRoomAsync("coffee", bob));
        await using var live = await chat.OpenInAsync(bob, tea, coffee);

        await TypeAsync(ada, tea);
        await TypeAsync(bob, tea);
        await TypeAsync(ada, coffee);

        await ReceivesTypingAsync(live, 3);
        Assert.Equal(
            new[] { (tea, ada.Id), (tea, bob.Id), (coffee, ada.Id) }.Order(),
            TypingOf(live).Select(typing => ((string)typing["roomId"]!, (string)typing["userId"]!)).Order());
    }

    [Fact]
    public async Task Typing_costs_two_reads_and_stores_nothing()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var (requests, writes) = (new RequestCounter(), 0);
        using var transport = new FaultTransport(request =>
        {
            _ = request.Method == Azure.Core.RequestMethod.Get ? 0 : Interlocked.Increment(ref writes);
            return Fault.None;
        });
        await using var other = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelinePolicy>(requests).AddSingleton<HttpPipelineTransport>(transport));
        using var elsewhere = ada.At(other.Url);

        Assert.Equal(2, await requests.CountAsync(() => TypeAsync(elsewhere, roomId)));
        Assert.Equal(0, writes);
        Assert.Equal((long)(await ada.GetAsync($"rooms/{roomId}"))["head"]!, (long)(await ada.GetAsync($"rooms/{roomId}/events"))["head"]!);
    }

    [Fact]
    public async Task A_stranger_and_a_reader_cannot_show_typing()
    {
        using var ada = await chat.NewUserAsync();
        using var rex = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("closed", rex);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{rex.Id}", new { role = "reader" });

        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{roomId}/typing");
        await rex.RefusedAsync(403, "forbidden", HttpMethod.Post, $"rooms/{roomId}/typing");
    }

    private static JsonNode[] TypingOf(LiveConnection live) =>
        [.. live.Received.Where(received => (string?)received["target"] == "typing").Select(received => received["arguments"]![0]!)];

    private static Task<JsonNode> ReceivesTypingAsync(LiveConnection live, int times) => live.ReceivesAsync(_ => TypingOf(live).Length >= times);

    private static Task<JsonNode> TypeAsync(ChatUser user, string roomId) =>
        user.ExpectAsync(HttpStatusCode.Accepted, HttpMethod.Post, $"rooms/{roomId}/typing");
}
