using System.Diagnostics;
using System.Net;
using Azure.Core.Pipeline;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Messages;

public sealed class EventsTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Resuming_returns_every_event_in_order_with_messages_in_their_current_state()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var bob = await chat.NewUserAsync("Bob");
        var roomId = await ada.CreateRoomAsync("resume", bob);
        var first = (long)(await ada.SendMessageAsync(roomId, "first"))["seq"]!;
        await ada.SendMessageAsync(roomId, "second");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}/messages/{first}", new { text = "first, edited" });
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/messages/{first}/reactions/%F0%9F%91%8D");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{first + 1}");

        var page = await bob.GetAsync($"rooms/{roomId}/events?after=0");

        Assert.Equal(["roomCreated", "memberAdded", "message", "message", "messageEdited", "reactionAdded", "messageDeleted"], page["events"]!.AsArray().Select(happened => (string?)happened!["type"]));
        Assert.Equal(Enumerable.Range(1, 7).Select(n => (long)n), page["events"]!.AsArray().Select(happened => (long)happened!["seq"]!));
        Assert.Equal((7L, false), ((long)page["head"]!, (bool)page["more"]!));
        var message = page["events"]![2]!;
        Assert.Equal("first, edited", (string?)message["text"]);
        Assert.Equal(2, (int?)message["version"]);
        Assert.Equal(bob.Id, (string?)message["reactions"]![0]!["userIds"]![0]);
        Assert.Equal(("", true), ((string?)page["events"]![3]!["text"], (bool)page["events"]![3]!["deleted"]!));
        Assert.Equal("Bob", (string?)page["events"]![5]!["actor"]!["username"]);
    }

    [Fact]
    public async Task A_change_of_a_message_before_the_page_includes_the_message()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("resume");
        var seq = (long)(await ada.SendMessageAsync(roomId, "typo"))["seq"]!;
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}/messages/{seq}", new { text = "edited" });

        var page = await ada.GetAsync($"rooms/{roomId}/events?after={seq}");

        Assert.Equal((seq, "edited"), ((long)page["events"]![0]!["messageSeq"]!, (string?)page["events"]![0]!["message"]!["text"]));
    }

    [Fact]
    public async Task Pages_continue_where_the_last_one_ended()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("pages");
        for (var i = 0; i < 9; i++)
        {
            await ada.SendMessageAsync(roomId, $"{i}");
        }

        var (after, seen, more) = (0L, new List<long>(), true);
        while (more)
        {
            var page = await ada.GetAsync($"rooms/{roomId}/events?after={after}&limit=4");
            seen.AddRange(page["events"]!.AsArray().Select(happened => (long)happened!["seq"]!));
            (after, more) = (seen[^1], (bool)page["more"]!);
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(n => (long)n), seen);
    }

    [Fact]
    public async Task A_long_poll_ends_with_the_next_event_on_the_same_instance()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("wait");

        var waiting = ada.GetAsync($"rooms/{roomId}/events?after=1&wait=20");
        await Task.Delay(100);
        Assert.False(waiting.IsCompleted);
        await ada.SendMessageAsync(roomId, "news");

        Assert.Equal("news", (string?)(await waiting)["events"]![0]!["text"]);
    }

    [Fact]
    public async Task A_long_poll_ends_with_the_next_event_on_another_instance()
    {
        await using var another = await chat.StartAnotherAsync();
        using var ada = await chat.NewUserAsync();
        using var there = ada.At(another.Url);
        var roomId = await ada.CreateRoomAsync("wait");

        var waiting = there.GetAsync($"rooms/{roomId}/events?after=1&wait=20");
        await Task.Delay(100);
        await ada.SendMessageAsync(roomId, "news");

        Assert.Equal("news", (string?)(await waiting)["events"]![0]!["text"]);
    }

    [Fact]
    public async Task A_long_poll_survives_a_short_storage_outage()
    {
        var (isAway, refused) = (false, 0);
        using var transport = new FaultTransport(_ => Volatile.Read(ref isAway) && Interlocked.Increment(ref refused) > 0 ? Fault.Busy : Fault.None);
        await using var another = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelineTransport>(transport));
        using var ada = await chat.NewUserAsync();
        using var there = ada.At(another.Url);
        var roomId = await ada.CreateRoomAsync("wait");
        await there.GetAsync($"rooms/{roomId}/events?after=0");

        var waiting = there.GetAsync($"rooms/{roomId}/events?after=1&wait=20");
        await Task.Delay(200);
        Volatile.Write(ref isAway, true);
        while (Volatile.Read(ref refused) < 8 && !waiting.IsCompleted)
        {
            await Task.Delay(50);
        }

        Volatile.Write(ref isAway, false);
        await ada.SendMessageAsync(roomId, "news");

        Assert.Equal("news", (string?)(await waiting)["events"]![0]!["text"]);
    }

    [Fact]
    public async Task A_long_poll_without_events_ends_empty_after_its_time()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("wait");
        var started = Stopwatch.GetTimestamp();

        var page = await ada.GetAsync($"rooms/{roomId}/events?after=1&wait=1");

        Assert.Empty(page["events"]!.AsArray());
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromSeconds(0.9));
    }

    [Theory]
    [InlineData("after=-1", "after")]
    [InlineData("wait=21", "wait")]
    [InlineData("limit=0", "limit")]
    public async Task An_invalid_parameter_is_named(string query, string field)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("strict");

        var problem = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"rooms/{roomId}/events?{query}");

        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }
}
