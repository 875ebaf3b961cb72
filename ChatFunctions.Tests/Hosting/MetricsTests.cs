using System.Diagnostics.Metrics;
using System.Net;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Rooms.Log;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Hosting;

public sealed class MetricsTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_send_is_measured_from_its_queue_to_its_one_storage_request()
    {
        await using var app = await chat.StartAnotherAsync();
        using var ada = await ChatUser.RegisterAsync(app.Url);
        var roomId = await ada.CreateRoomAsync("measured");
        await ada.SendMessageAsync(roomId, "first");
        using var measured = new Measurements(app.Services.GetRequiredService<IMeterFactory>());

        await ada.SendMessageAsync(roomId, "hello", clientMessageId: "1");

        Assert.Equal((1, 1, 0, 0), (measured.Sum("chat.sends"), measured.Sum("chat.commits"), measured.Sum("chat.send.replays"), measured.Sum("chat.commit.retries")));
        Assert.Equal(1, Assert.Single(measured.Of("chat.commit.events")).Value);
        Assert.Equal("committed", Assert.Single(measured.Of("chat.commit.duration")).Tags["chat.commit.outcome"]);
        Assert.Single(measured.Of("chat.commit.queue.duration"));
        var request = Assert.Single(measured.Of("db.client.operation.duration"), measurement => (string?)measurement.Tags["db.operation.name"] == "transaction");
        Assert.Equal(("azure.tables", "202"), ((string?)request.Tags["db.system.name"], (string?)request.Tags["db.response.status_code"]));
        Assert.All(measured.Units, unit => Assert.Equal(unit.Key.EndsWith(".duration", StringComparison.Ordinal), unit.Value == "s"));
    }

    [Fact]
    public async Task A_replay_is_counted_apart_from_sends_and_costs_a_conflict()
    {
        await using var app = await chat.StartAnotherAsync();
        using var ada = await ChatUser.RegisterAsync(app.Url);
        var roomId = await ada.CreateRoomAsync("replayed");
        await ada.SendMessageAsync(roomId, "once", clientMessageId: "1");
        using var measured = new Measurements(app.Services.GetRequiredService<IMeterFactory>());

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "once", clientMessageId = "1" });

        Assert.Equal((0, 1), (measured.Sum("chat.sends"), measured.Sum("chat.send.replays")));
        Assert.Equal((0, 1, 1), (measured.Sum("chat.commits"), measured.Sum("chat.commit.conflicts"), measured.Sum("chat.commit.retries")));
        Assert.Equal("unchanged", Assert.Single(measured.Of("chat.commit.duration")).Tags["chat.commit.outcome"]);
    }

    [Fact]
    public async Task A_commit_with_a_lost_response_counts_as_one_unknown_outcome()
    {
        var lost = 0;
        await using var instance = await RoomLogInstance.StartAsync(
            ChatInstance.NewTablePrefix(),
            request => request.Path.Value!.EndsWith("$batch", StringComparison.Ordinal) && Interlocked.Exchange(ref lost, 0) == 1 ? Fault.LostAfter : Fault.None);
        var roomId = await instance.CreateRoomAsync("ada");
        using var measured = new Measurements(instance.Get<IMeterFactory>());
        Interlocked.Exchange(ref lost, 1);

        Assert.Null((await instance.SendAsync(roomId, "ada", "hello", "1")).Refusal);

        Assert.Equal((1, 1, 1), (measured.Sum("chat.commit.unknown_outcomes"), measured.Sum("chat.commits"), measured.Sum("chat.sends")));
    }

    [Fact]
    public async Task A_batch_is_one_commit_of_as_many_events()
    {
        await using var app = await chat.StartAnotherAsync();
        using var ada = await ChatUser.RegisterAsync(app.Url);
        var roomId = await ada.CreateRoomAsync("batched");
        using var measured = new Measurements(app.Services.GetRequiredService<IMeterFactory>());

        await ada.ExpectAsync(
            HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages = Enumerable.Range(0, 30).Select(i => new { text = $"{i}" }) });

        Assert.Equal(30, Assert.Single(measured.Of("chat.commit.events")).Value);
        Assert.Equal(30, measured.Sum("chat.sends"));
    }
}
