using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Tests.Hosting;
using ChatFunctions.Tests.Live;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Messages;

public sealed class BroadcastTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Events_of_one_commit_are_broadcast_together_and_in_order()
    {
        const int messages = 80;
        // A separate instance, because its commits are counted.
        await using var instance = await chat.StartAnotherAsync();
        using var ada = (await chat.NewUserAsync()).At(instance.Url);
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("together", bob);
        await using var live = await chat.OpenInAsync(bob, roomId);
        using var measured = new Measurements(instance.Services.GetRequiredService<IMeterFactory>());

        await Task.WhenAll(Enumerable.Range(0, messages).Select(i => ada.SendMessageAsync(roomId, $"{i}")));
        await live.ReceivesAsync(_ => live.EventsOf(roomId).Count(IsMessage) == messages);

        var broadcasts = live.Received.Where(received => (string?)received["target"] == "roomEvents" && IsMessage(received["arguments"]![1]![0]!)).ToList();
        Assert.Equal(measured.Sum("chat.commits"), broadcasts.Count);
        Assert.InRange(broadcasts.Count, 1, messages / 2);
        Assert.All(broadcasts, broadcast =>
        {
            var seqs = broadcast["arguments"]![1]!.AsArray().Select(happened => (long)happened!["seq"]!).ToList();
            Assert.Equal(Enumerable.Range(0, seqs.Count).Select(n => seqs[0] + n), seqs);
        });
    }

    [Fact]
    public void Live_messages_stay_below_64_KiB_unless_one_event_is_larger()
    {
        var events = Enumerable.Range(1, 30).Select(seq => MessageOf(seq, new string('x', 10_000))).ToArray<RoomEvent>();

        var chunks = EventChunks.Of(events).ToList();

        Assert.Equal(events, chunks.SelectMany(chunk => chunk));
        Assert.InRange(chunks.Count, 10, 15);
        Assert.All(chunks, chunk => Assert.InRange(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(chunk, ChatJson.Options).Length, 1, EventChunks.MaxBytes));
    }

    private static bool IsMessage(JsonNode happened) => (string?)happened["type"] == "message";

    private static Message MessageOf(long seq, string text) => new()
    {
        Seq = seq,
        RoomId = "room",
        Id = $"{seq}",
        Sender = new UserRef("ada", "Ada"),
        Text = text,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Version = 1,
    };
}
