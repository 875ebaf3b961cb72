using System.Collections.Concurrent;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Faults;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Tests.Rooms.Log;

/// <summary>Storage faults, and the guarantees that hold despite them.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Faults_of_every_kind_on_two_instances_lose_duplicate_and_reorder_nothing(int seed)
    {
        const int senders = 8, each = 15;
        var random = new Random(seed);
        var prefix = ChatInstance.NewTablePrefix();
        await using var healthy = await RoomLogInstance.StartAsync(prefix);
        var people = Enumerable.Range(0, senders).Select(n => $"user{n}").ToArray();
        var roomId = await healthy.CreateRoomAsync("reader", people);
        await using var one = await RoomLogInstance.StartAsync(prefix, Choose);
        await using var other = await RoomLogInstance.StartAsync(prefix, Choose);

        var answered = new ConcurrentBag<Message>();
        await Task.WhenAll(people.Select(async (person, n) =>
        {
            for (var i = 0; i < each; i++)
            {
                // A client that gets no answer may reach another instance with its next attempt.
                answered.Add(await (i % 2 == n % 2 ? one : other).SendUntilAnsweredAsync(roomId, person, $"{person}-{i}", $"id{i}"));
            }
        }));

        var events = await healthy.ReadAllAsync(roomId, "reader");
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(happened => happened.Seq));
        var messages = events.OfType<Message>().ToList();
        Assert.Equal(senders * each, messages.Count);
        Assert.Equal(senders * each, messages.Select(message => (message.Sender.Id, message.ClientMessageId)).Distinct().Count());
        Assert.All(answered, message => Assert.Equal((message.Id, message.Text), (messages.Single(stored => stored.Seq == message.Seq).Id, message.Text)));
        Assert.All(people, person => Assert.Equal(
            Enumerable.Range(0, each).Select(i => $"{person}-{i}"), messages.Where(message => message.Sender.Id == person).Select(message => message.Text)));

        Fault Choose(HttpRequest request)
        {
            lock (random)
            {
                return random.Next(100) < 25 ? (Fault)random.Next(1, 7) : Fault.None;
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_import_that_two_instances_repeat_despite_faults_stores_each_message_once_and_in_order(int seed)
    {
        const int messages = 200;
        var random = new Random(seed);
        var prefix = ChatInstance.NewTablePrefix();
        await using var healthy = await RoomLogInstance.StartAsync(prefix);
        var roomId = await healthy.CreateOldRoomAsync("ada");
        await using var one = await RoomLogInstance.StartAsync(prefix, Choose);
        await using var other = await RoomLogInstance.StartAsync(prefix, Choose);

        // Batches of different lengths overlap each other.
        await Task.WhenAll(ImportAllAsync(one, 49), ImportAllAsync(other, 20));

        var events = await healthy.ReadAllAsync(roomId, "ada");
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(happened => happened.Seq));
        Assert.Equal(Enumerable.Range(0, messages).Select(i => $"message {i}"), events.OfType<Message>().Select(message => message.Text));

        async Task ImportAllAsync(RoomLogInstance instance, int size)
        {
            for (var first = 0; first < messages; first += size)
            {
                var batch = first..Math.Min(first + size, messages);
                await ImportUntilAnsweredAsync(instance, batch);
                Assert.All(await ImportUntilAnsweredAsync(instance, batch), sent => Assert.True(sent.Replayed));
            }
        }

        async Task<IReadOnlyList<SentMessage>> ImportUntilAnsweredAsync(RoomLogInstance instance, Range batch)
        {
            while (true)
            {
                var imported = await instance.ImportAsync(roomId, "ada", batch);
                if (imported.Refusal is null)
                {
                    return imported.Value.Sent;
                }

                Assert.Equal("unavailable", imported.Refusal.Code);
            }
        }

        Fault Choose(HttpRequest request)
        {
            lock (random)
            {
                return random.Next(100) < 10 ? (Fault)random.Next(1, 7) : Fault.None;
            }
        }
    }

    [Theory]
    [InlineData((int)Fault.LostBefore)]
    [InlineData((int)Fault.LostAfter)]
    [InlineData((int)Fault.Doubled)]
    [InlineData((int)Fault.Late)]
    [InlineData((int)Fault.Busy)]
    [InlineData((int)Fault.FailedAfter)]
    public async Task A_send_without_a_clientMessageId_is_stored_once_despite_any_fault_of_its_commit(int fault)
    {
        var prefix = ChatInstance.NewTablePrefix();
        var commits = 0;
        await using var instance = await RoomLogInstance.StartAsync(
            prefix, request => IsCommit(request) && Interlocked.Increment(ref commits) == 2 ? (Fault)fault : Fault.None);
        var roomId = await instance.CreateRoomAsync("ada");

        var sent = await instance.SendAsync(roomId, "ada", "once");
        await instance.SendAsync(roomId, "ada", "next");

        var messages = (await instance.ReadAllAsync(roomId, "ada")).OfType<Message>().ToList();
        Assert.Equal(["once", "next"], messages.Select(message => message.Text));
        Assert.Equal(sent.Value.Sent.Single().Message.Seq, messages[0].Seq);
        Assert.False(sent.Value.Sent.Single().Replayed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_send_that_storage_never_answers_fails_and_does_not_block_later_ones(bool commits)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var isHanging = false;
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var prefix = ChatInstance.NewTablePrefix();
        await using var healthy = await RoomLogInstance.StartAsync(prefix);
        var roomId = await healthy.CreateRoomAsync("ada");
        await using var instance = await RoomLogInstance.StartAsync(
            prefix,
            request =>
            {
                if (!Volatile.Read(ref isHanging) || IsCommit(request) != commits)
                {
                    return Fault.None;
                }

                hanging.TrySetResult();
                return Fault.Hangs;
            },
            time);
        Volatile.Write(ref isHanging, true);

        var sending = instance.SendAsync(roomId, "ada", "never stored");
        await hanging.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var queued = instance.SendAsync(roomId, "ada", "queued");
        Volatile.Write(ref isHanging, false);
        time.Advance(RetryBudget.Total + TimeSpan.FromSeconds(1));

        Assert.Equal("unavailable", (await sending.WaitAsync(TimeSpan.FromSeconds(30))).Refusal?.Code);
        Assert.Null((await queued.WaitAsync(TimeSpan.FromSeconds(30))).Refusal);
        Assert.Equal(["queued"], (await healthy.ReadAllAsync(roomId, "ada")).OfType<Message>().Select(message => message.Text));
    }

    [Fact]
    public async Task A_room_that_does_not_exist_is_soon_evicted()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix(), clock: time);
        var roomId = await instance.CreateRoomAsync("ada");
        foreach (var absent in Enumerable.Range(0, 20))
        {
            Assert.Equal("room_not_found", (await instance.SendAsync($"absent{absent}", "ada", "hello")).Refusal?.Code);
        }

        // The last room may still be in use shortly after its answer.
        await Eventually.IsTrueAsync(async () =>
        {
            time.Advance(TimeSpan.FromMinutes(2));
            await instance.SendAsync(roomId, "ada", "hello");
            return instance.Appender.Rooms == 1;
        });
    }

    [Fact]
    public async Task A_commit_with_a_lost_response_is_recognised_even_after_later_commits()
    {
        var prefix = ChatInstance.NewTablePrefix();
        await using var other = await RoomLogInstance.StartAsync(prefix);
        var roomId = await other.CreateRoomAsync("ada", "bob");
        var (lost, moved) = (false, new ManualResetEventSlim());
        await using var instance = await RoomLogInstance.StartAsync(prefix, request =>
        {
            if (IsCommit(request) && !lost)
            {
                lost = true;
                return Fault.LostAfter;
            }

            // The lookup of the commit's outcome waits until the other instance has committed.
            return lost && !moved.Wait(TimeSpan.FromSeconds(10)) ? Fault.LostBefore : Fault.None;
        });

        var sending = Task.Run(() => instance.SendAsync(roomId, "ada", "first"));
        while (!lost)
        {
            await Task.Delay(1);
        }

        while (await other.ReadAllAsync(roomId, "bob") is { Count: < 3 })
        {
            await Task.Delay(1);
        }

        await other.SendAsync(roomId, "bob", "second");
        moved.Set();
        var sent = await sending;

        var messages = (await other.ReadAllAsync(roomId, "bob")).OfType<Message>().ToList();
        Assert.Equal(["first", "second"], messages.Select(message => message.Text));
        Assert.Equal(messages[0].Id, sent.Value.Sent.Single().Message.Id);
    }

    [Fact]
    public async Task A_send_fails_while_storage_is_unavailable_and_succeeds_afterwards()
    {
        var prefix = ChatInstance.NewTablePrefix();
        var down = false;
        await using var instance = await RoomLogInstance.StartAsync(prefix, _ => down ? Fault.LostBefore : Fault.None);
        var roomId = await instance.CreateRoomAsync("ada");

        down = true;
        var away = await instance.SendAsync(roomId, "ada", "hello", "id-1");
        down = false;
        var back = await instance.SendAsync(roomId, "ada", "hello", "id-1");

        Assert.Equal((503, "unavailable"), (away.Refusal?.Status, away.Refusal?.Code));
        Assert.Single(back.Value.Sent);
        Assert.Single((await instance.ReadAllAsync(roomId, "ada")).OfType<Message>());
    }

    private static bool IsCommit(HttpRequest request) => request.Path.Value!.EndsWith("$batch", StringComparison.Ordinal);
}
