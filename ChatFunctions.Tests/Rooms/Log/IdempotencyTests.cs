using ChatFunctions.Live;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Log;

namespace ChatFunctions.Tests.Rooms.Log;

public sealed class IdempotencyTests
{
    [Fact]
    public async Task Duplicates_in_one_batch_are_stored_as_one_message()
    {
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix());
        var roomId = await instance.CreateRoomAsync("ada");

        var sent = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => instance.SendAsync(roomId, "ada", $"{i % 3}", $"id-{i % 3}")));

        Assert.All(sent, outcome => Assert.Null(outcome.Refusal));
        Assert.Equal(3, sent.Count(outcome => !outcome.Value.Sent[0].Replayed));
        Assert.Equal(["0", "1", "2"], (await instance.ReadAllAsync(roomId, "ada")).OfType<Message>().Select(message => message.Text).Order());
    }

    [Fact]
    public async Task Many_repeated_sends_after_an_outage_take_few_commits()
    {
        var prefix = ChatInstance.NewTablePrefix();
        await using var before = await RoomLogInstance.StartAsync(prefix);
        var roomId = await before.CreateRoomAsync("ada");
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => before.SendAsync(roomId, "ada", $"{i}", $"id-{i}")));
        await using var after = await RoomLogInstance.StartAsync(prefix);

        var sent = await Task.WhenAll(Enumerable.Range(0, 45).Select(i => after.SendAsync(roomId, "ada", $"{i}", $"id-{i}")));

        Assert.Equal(40, sent.Count(outcome => outcome.Value.Sent[0].Replayed));
        Assert.InRange(after.Metrics.GetValueOrDefault("chat.commit.conflicts"), 1, 3);
        Assert.Equal(45, (await after.ReadAllAsync(roomId, "ada")).OfType<Message>().Count());
    }

    [Fact]
    public async Task A_repeated_batch_returns_the_same_messages_and_adds_only_new_ones()
    {
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix());
        var roomId = await instance.CreateRoomAsync("ada");
        var first = await BatchAsync(instance, roomId, ("one", "a"), ("two", "b"), ("two", "b"));

        var again = await BatchAsync(instance, roomId, ("zero", "z"), ("one", "a"), ("two", "b"));

        Assert.Equal([false, false, true], first.Select(sent => sent.Replayed));
        Assert.Equal([false, true, true], again.Select(sent => sent.Replayed));
        Assert.Equal([first[0].Message.Id, first[1].Message.Id], again.Skip(1).Select(sent => sent.Message.Id));
        Assert.Equal(["one", "two", "zero"], (await instance.ReadAllAsync(roomId, "ada")).OfType<Message>().Select(message => message.Text));
    }

    [Fact]
    public async Task A_batch_with_a_clientMessageId_of_another_message_stores_nothing()
    {
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix());
        var roomId = await instance.CreateRoomAsync("ada");
        await instance.SendAsync(roomId, "ada", "one", "a");

        var refused = await instance.Appender.AppendAsync(roomId, Batch(instance, ("new", "n"), ("other", "a")));

        Assert.Equal("client_message_id_reused", refused.Refusal?.Code);
        Assert.Single((await instance.ReadAllAsync(roomId, "ada")).OfType<Message>());
    }

    [Fact]
    public async Task A_send_repeated_after_the_deletion_of_its_message_returns_the_tombstone()
    {
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix());
        var roomId = await instance.CreateRoomAsync("ada");
        var sent = await instance.SendAsync(roomId, "ada", "oops", "a");
        await instance.Appender.AppendAsync(roomId, new DeleteMessage(RoomLogInstance.ActorOf("ada"), "deletion", sent.Value.Sent[0].Message.Seq, IfVersion: null));

        var again = await instance.SendAsync(roomId, "ada", "oops", "a");

        Assert.True(again.Value.Sent[0] is { Replayed: true, Message: { Deleted: true, Text: "" } });
    }

    [Fact]
    public async Task A_repeated_send_repeats_its_broadcast()
    {
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix());
        var roomId = await instance.CreateRoomAsync("ada");
        var first = await instance.SendAsync(roomId, "ada", "one", "a");

        var again = await instance.SendAsync(roomId, "ada", "one", "a");
        var more = await instance.Appender.AppendAsync(roomId, Batch(instance, ("one", "a"), ("two", "b"), ("two", "b")));

        var seq = first.Value.Sent[0].Message.Seq;
        Assert.Equal([seq], Broadcast(first.Value));
        Assert.Equal([seq], Broadcast(again.Value));
        Assert.Equal([seq, seq + 1], Broadcast(more.Value));

        long[] Broadcast(Appended appended) => [.. LiveMessages.RoomEvents(roomId, appended)!
            .SelectMany(message => (RoomEvent[])message.Arguments![1])
            .Select(happened => happened.Seq)];
    }

    private static async Task<IReadOnlyList<SentMessage>> BatchAsync(RoomLogInstance instance, string roomId, params (string Text, string Id)[] messages) =>
        (await instance.Appender.AppendAsync(roomId, Batch(instance, messages))).Value.Sent;

    private static SendMessages Batch(RoomLogInstance instance, params (string Text, string Id)[] messages) =>
        new(RoomLogInstance.ActorOf("ada"), [.. messages.Select(message => new Draft(instance.Get<Ids>().NewId(), message.Text, message.Id, ReplyTo: null))]);
}
