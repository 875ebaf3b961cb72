using System.Collections.Concurrent;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Tests.Faults;
using Xunit.Abstractions;

namespace ChatFunctions.Tests.Rooms.Log;

/// <summary>Several instances of the app on the same storage.</summary>
public sealed class InstancesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Three_thousand_messages_of_64_senders_on_two_instances_are_one_gapless_sequence()
    {
        const int senders = 64, messages = 3_000;
        var prefix = ChatInstance.NewTablePrefix();
        await using var one = await RoomLogInstance.StartAsync(prefix);
        await using var other = await RoomLogInstance.StartAsync(prefix);
        var people = Enumerable.Range(0, senders).Select(n => $"user{n}").ToArray();
        var roomId = await one.CreateRoomAsync("reader", people[..40]);
        foreach (var person in people[40..])
        {
            await one.Appender.AppendAsync(roomId, new PutMember(RoomLogInstance.ActorOf("reader"), person, new UserRef(person, person), Role.Member));
        }

        var left = messages;
        var answered = new ConcurrentBag<Message>();
        await Task.WhenAll(people.Select(async (person, n) =>
        {
            for (var i = 0; Interlocked.Decrement(ref left) >= 0; i++)
            {
                answered.Add(await (n % 2 == 0 ? one : other).SendUntilAnsweredAsync(roomId, person, $"{person} says {i}", $"id{i}"));
            }
        }));

        var read = await Task.WhenAll(one.ReadAllAsync(roomId, "reader"), other.ReadAllAsync(roomId, people[^1]));
        Assert.Equal(Enumerable.Range(1, read[0].Count).Select(n => (long)n), read[0].Select(happened => happened.Seq));
        Assert.Equal(read[0].OfType<Message>().Select(message => message.Id), read[1].OfType<Message>().Select(message => message.Id));
        Assert.Equal(messages, read[0].OfType<Message>().Count());
        Assert.Equal(answered.OrderBy(message => message.Seq).Select(message => message.Id), read[0].OfType<Message>().Select(message => message.Id));

        var (commits, rejected) = (Sum("chat.commits"), Sum("chat.commit.conflicts"));
        output.WriteLine($"{commits} commits, {rejected} conflicts: {(double)rejected / commits:F2} a commit, {(double)messages / commits:F1} messages a commit");

        long Sum(string counter) => one.Metrics.GetValueOrDefault(counter) + other.Metrics.GetValueOrDefault(counter);
    }

    [Fact]
    public async Task A_member_removed_on_one_instance_cannot_send_on_another()
    {
        var prefix = ChatInstance.NewTablePrefix();
        await using var one = await RoomLogInstance.StartAsync(prefix);
        await using var other = await RoomLogInstance.StartAsync(prefix);
        var roomId = await one.CreateRoomAsync("ada", "bob");
        Assert.Null((await other.SendAsync(roomId, "bob", "still here")).Refusal);

        await one.Appender.AppendAsync(roomId, new RemoveMember(RoomLogInstance.ActorOf("ada"), "removal", "bob"));

        Assert.Equal("room_not_found", (await other.SendAsync(roomId, "bob", "and now?")).Refusal?.Code);
        Assert.Equal(["still here"], (await one.ReadAllAsync(roomId, "ada")).OfType<Message>().Select(message => message.Text));
    }

    [Fact]
    public async Task A_member_added_on_one_instance_can_send_immediately_on_another_with_a_stale_state()
    {
        var prefix = ChatInstance.NewTablePrefix();
        await using var one = await RoomLogInstance.StartAsync(prefix);
        await using var other = await RoomLogInstance.StartAsync(prefix);
        var roomId = await one.CreateRoomAsync("ada");
        Assert.Equal("room_not_found", (await other.SendAsync(roomId, "bob", "not yet")).Refusal?.Code);

        await one.Appender.AppendAsync(roomId, new PutMember(RoomLogInstance.ActorOf("ada"), "addition", new UserRef("bob", "bob"), Role.Member));

        Assert.Null((await other.SendAsync(roomId, "bob", "here")).Refusal);
    }

    [Fact]
    public async Task No_send_follows_a_concurrent_removal_on_another_instance()
    {
        var prefix = ChatInstance.NewTablePrefix();
        await using var one = await RoomLogInstance.StartAsync(prefix);
        await using var other = await RoomLogInstance.StartAsync(prefix);
        var roomId = await one.CreateRoomAsync("ada", "bob");
        var removed = false;
        var underWay = new TaskCompletionSource();
        var sending = Task.Run(async () =>
        {
            var sent = new List<long>();
            for (var i = 0; !Volatile.Read(ref removed) && i < 2_000; i++)
            {
                if ((await other.SendAsync(roomId, "bob", $"{i}")) is { Refusal: null } outcome)
                {
                    sent.Add(outcome.Value.Sent[0].Message.Seq);
                    underWay.TrySetResult();
                }
            }

            return sent;
        });

        await underWay.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var removal = await one.Appender.AppendAsync(roomId, new RemoveMember(RoomLogInstance.ActorOf("ada"), "removal", "bob"));
        await other.SendAsync(roomId, "bob", "too late");
        Volatile.Write(ref removed, true);

        Assert.Null(removal.Refusal);
        var (sent, events) = (await sending, await one.ReadAllAsync(roomId, "ada"));
        Assert.NotEmpty(sent);
        Assert.All(sent, seq => Assert.True(seq < removal.Value.Events[0].Seq));
        Assert.Equal(removal.Value.Events[0].Seq, events[^1].Seq);
    }

    [Fact]
    public async Task A_busy_instance_does_not_starve_an_instance_with_slow_storage()
    {
        var prefix = ChatInstance.NewTablePrefix();
        await using var busy = await RoomLogInstance.StartAsync(prefix);
        await using var other = await RoomLogInstance.StartAsync(prefix, _ => Fault.Slow);
        var roomId = await busy.CreateRoomAsync("ada", "bob");
        var done = false;
        var talking = Task.Run(async () =>
        {
            for (var i = 0; !Volatile.Read(ref done); i++)
            {
                await busy.SendAsync(roomId, "ada", $"{i}");
            }
        });

        for (var i = 0; i < 10; i++)
        {
            Assert.Null((await other.SendAsync(roomId, "bob", $"{i}")).Refusal);
        }

        Volatile.Write(ref done, true);
        await talking;
        output.WriteLine($"{other.Metrics.GetValueOrDefault("chat.commit.conflicts") / 10.0} lost rounds a send beside an instance that never pauses");
        Assert.InRange(other.Metrics.GetValueOrDefault("chat.commit.conflicts"), 0, 80);
    }

    [Fact]
    public async Task Concurrent_repeats_of_a_send_on_two_instances_are_stored_once()
    {
        var prefix = ChatInstance.NewTablePrefix();
        await using var one = await RoomLogInstance.StartAsync(prefix);
        await using var other = await RoomLogInstance.StartAsync(prefix);
        var roomId = await one.CreateRoomAsync("ada");

        for (var i = 0; i < 20; i++)
        {
            var sent = await Task.WhenAll(one.SendAsync(roomId, "ada", $"{i}", $"id-{i}"), other.SendAsync(roomId, "ada", $"{i}", $"id-{i}"));
            Assert.Single(sent.Select(outcome => outcome.Value.Sent[0].Message.Id).Distinct());
            Assert.Single(sent, outcome => !outcome.Value.Sent[0].Replayed);
        }

        Assert.Equal(20, (await one.ReadAllAsync(roomId, "ada")).OfType<Message>().Count());
    }
}
