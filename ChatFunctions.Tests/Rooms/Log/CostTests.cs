using ChatFunctions.Messages;

namespace ChatFunctions.Tests.Rooms.Log;

/// <summary>The cost of operations in storage requests, including retries.</summary>
public sealed class CostTests
{
    [Fact]
    public async Task A_send_in_steady_state_costs_one_request()
    {
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix());
        var roomId = await instance.CreateRoomAsync("ada", "bob");
        await instance.SendAsync(roomId, "ada", "warm up", "id-0");
        await instance.SendAsync(roomId, "bob", "warm up", "id-0");

        for (var i = 1; i <= 5; i++)
        {
            Assert.Equal(1, await instance.Requests.CountAsync(() => instance.SendAsync(roomId, "ada", "hello", $"id-{i}")));
            Assert.Equal(1, await instance.Requests.CountAsync(() => instance.SendAsync(roomId, "bob", "hello")));
        }
    }

    [Fact]
    public async Task The_first_send_of_an_instance_in_a_room_costs_three()
    {
        var prefix = ChatInstance.NewTablePrefix();
        await using var first = await RoomLogInstance.StartAsync(prefix);
        var roomId = await first.CreateRoomAsync("ada");
        await using var instance = await RoomLogInstance.StartAsync(prefix);

        Assert.Equal(3, await instance.Requests.CountAsync(() => instance.SendAsync(roomId, "ada", "hello", "id-1")));
    }

    [Fact]
    public async Task Sends_that_wait_for_a_commit_share_the_next_one()
    {
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix());
        var roomId = await instance.CreateRoomAsync("ada");
        await instance.SendAsync(roomId, "ada", "warm up");

        var first = new TaskCompletionSource();
        instance.Requests.Gate = first.Task;

        var requests = await instance.Requests.CountAsync(() =>
        {
            var sends = Enumerable.Range(0, 50).Select(i => instance.SendAsync(roomId, "ada", $"{i}", $"id-{i}")).ToArray();
            first.SetResult();
            return Task.WhenAll(sends);
        });

        // As many sends wait for the first one as fit into a transaction with their idempotency rows.
        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task Importing_newer_messages_costs_one_request_and_reads_no_idempotency_rows()
    {
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix());
        var roomId = await instance.CreateOldRoomAsync("ada");
        await instance.ImportAsync(roomId, "ada", 0..20);

        Assert.Equal(1, await instance.Requests.CountAsync(() => instance.ImportAsync(roomId, "ada", 20..40)));
    }

    [Fact]
    public async Task A_refused_send_costs_one_request()
    {
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix());
        var roomId = await instance.CreateRoomAsync("ada");
        await instance.SendAsync(roomId, "eve", "warm up");

        Assert.Equal(1, await instance.Requests.CountAsync(async () => Assert.Equal("room_not_found", (await instance.SendAsync(roomId, "eve", "hello")).Refusal?.Code)));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(500)]
    public async Task A_history_page_costs_two_requests_at_any_length_of_the_history(int messages)
    {
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix());
        var roomId = await instance.CreateRoomAsync("ada");
        await Task.WhenAll(Enumerable.Range(0, messages).Select(i => instance.SendAsync(roomId, "ada", $"{i}")));

        foreach (var before in new long?[] { null, (messages / 2) + 2 })
        {
            HistoryPage? page = null;
            var requests = await instance.Requests.CountAsync(async () =>
                page = (await instance.History.PageAsync(roomId, "ada", new HistoryQuery(5, before, null, null, null, null), CancellationToken.None)).Value);
            Assert.Equal(2, requests);
            Assert.Equal(5, page!.Items.Count);
        }
    }

    [Fact]
    public async Task Idle_rooms_are_evicted()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var instance = await RoomLogInstance.StartAsync(ChatInstance.NewTablePrefix(), clock: time);
        var roomId = await instance.CreateRoomAsync("ada");
        Assert.Equal(1, instance.Appender.Rooms);

        // A room may still be in use shortly after its answer; then the next sweep evicts it.
        for (var sweep = 0; sweep < 50 && instance.Appender.LastKnownHead(roomId) is not null; sweep++)
        {
            time.Advance(TimeSpan.FromMinutes(11));
            await instance.CreateRoomAsync("ada");
        }

        Assert.Null(instance.Appender.LastKnownHead(roomId));
    }
}
