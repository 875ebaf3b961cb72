using System.Net;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Live;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Messages;

public sealed class PinTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Pinned_messages_are_listed_in_their_current_state_the_last_pin_first()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var (first, second) = (await SendMessageAsync(ada, roomId, "first"), await SendMessageAsync(ada, roomId, "second"));
        await using var live = await chat.OpenInAsync(bob, roomId);

        await PinAsync(bob, roomId, second);
        await PinAsync(ada, roomId, first);
        await PinAsync(ada, roomId, first);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}/messages/{second}", new { text = "edited" });

        Assert.Equal(["first", "edited"], await PinnedAsync(bob, roomId));
        Assert.Equal([second, first], (await bob.ListAllAsync("rooms")).Single()["pins"]!.AsArray().Select(seq => (long)seq!));
        var received = await live.ReceivesAsync(roomId, second + 1);
        Assert.Equal(("messagePinned", second, "second"), ((string?)received["type"], (long?)received["messageSeq"], (string?)received["message"]!["text"]));
        Assert.Equal(second + 3, (long?)(await ada.GetAsync($"rooms/{roomId}"))["head"]);
    }

    [Fact]
    public async Task A_pin_ends_with_its_removal_and_with_the_message()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var seqs = new[] { await SendMessageAsync(ada, roomId, "unpinned"), await SendMessageAsync(ada, roomId, "deleted"), await SendMessageAsync(bob, roomId, "erased"), await SendMessageAsync(ada, roomId, "kept") };
        foreach (var seq in seqs)
        {
            await PinAsync(ada, roomId, seq);
        }

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/pins/{seqs[0]}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/pins/{seqs[0]}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{seqs[1]}");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        Assert.Equal(["kept"], await PinnedAsync(ada, roomId));
        await ada.RefusedAsync(409, "message_deleted", HttpMethod.Put, $"rooms/{roomId}/pins/{seqs[1]}");
        await ada.RefusedAsync(404, "message_not_found", HttpMethod.Put, $"rooms/{roomId}/pins/999");
    }

    [Fact]
    public async Task Readers_see_pins_and_strangers_do_not()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var square = await ada.CreatePublicRoomAsync("square");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{square}/members/{bob.Id}", new { role = "reader" });
        var seq = await SendMessageAsync(ada, square, "pinned");
        await PinAsync(ada, square, seq);

        Assert.Equal(["pinned"], await PinnedAsync(bob, square));
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Put, $"rooms/{square}/pins/{seq}");
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Delete, $"rooms/{square}/pins/{seq}");
        foreach (var (method, path) in new[] { (HttpMethod.Get, "pins"), (HttpMethod.Put, $"pins/{seq}"), (HttpMethod.Delete, $"pins/{seq}") })
        {
            await eve.RefusedAsync(403, "not_a_member", method, $"rooms/{square}/{path}");
        }

        Assert.Null((await eve.GetAsync($"rooms/{square}"))["pins"]);
    }

    [Fact]
    public async Task A_room_has_fifty_pins_at_most_and_a_pin_costs_one_request_besides_the_message()
    {
        var requests = new RequestCounter();
        await using var instance = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelinePolicy>(requests));
        using var ada = await chat.NewUserAsync();
        using var there = ada.At(instance.Url);
        var roomId = await there.CreateRoomAsync("tea");
        var seqs = new List<long>();
        for (var n = 0; n <= Limits.PinsPerRoom; n++)
        {
            seqs.Add(await SendMessageAsync(there, roomId, $"{n}"));
        }

        await instance.IdleAsync();
        Assert.Equal(2, await requests.CountAsync(() => there.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/pins/{seqs[0]}")));
        foreach (var seq in seqs[1..^1])
        {
            await PinAsync(there, roomId, seq);
        }

        await there.RefusedAsync(409, "too_many_pins", HttpMethod.Put, $"rooms/{roomId}/pins/{seqs[^1]}");
        Assert.Equal(Limits.PinsPerRoom, (await PinnedAsync(there, roomId)).Length);
    }

    private static async Task<long> SendMessageAsync(ChatUser user, string roomId, string text) => (long)(await user.SendMessageAsync(roomId, text))["seq"]!;

    private static Task<JsonNode> PinAsync(ChatUser user, string roomId, long seq) =>
        user.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/pins/{seq}");

    private static async Task<string[]> PinnedAsync(ChatUser user, string roomId) =>
        [.. (await user.GetAsync($"rooms/{roomId}/pins"))["items"]!.AsArray().Select(message => (string)message!["text"]!)];
}
