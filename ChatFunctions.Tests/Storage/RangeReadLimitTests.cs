using System.Net;
using Azure.Core.Pipeline;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Storage;

public sealed class RangeReadLimitTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private readonly RangeReadGate _gate = new();

    [Fact]
    public async Task The_number_of_concurrent_range_reads_is_bounded_and_reads_that_wait_too_long_are_refused()
    {
        var time = new FakeTimeProvider();
        using var app = await ChatInstance.BuildAsync(
            chat.TablePrefix, chat.SignalRConnectionString, services => services.AddSingleton<TimeProvider>(time).AddSingleton<HttpPipelinePolicy>(_gate));
        var rows = app.Services.GetRequiredService<RoomStore>();
        _gate.Close();
        var reads = Enumerable.Range(0, RangeReadLimit.MaxReads + 3).Select(_ => rows.MembersAsync("room", null, 1, CancellationToken.None)).ToList();
        await Eventually.IsTrueAsync(() => _gate.InFlight == RangeReadLimit.MaxReads);

        Assert.Null(await app.Services.GetRequiredService<RoomStore>().HeadAsync("room", CancellationToken.None));
        await Eventually.IsTrueAsync(() =>
        {
            time.Advance(RangeReadLimit.MaxWait);
            return reads.Count(read => read.IsFaulted) == 3;
        });

        Assert.All(reads.Where(read => read.IsFaulted), read => Assert.IsType<TooManyReadsException>(read.Exception!.GetBaseException()));
        _gate.Open();
        await Task.WhenAll(reads.Where(read => !read.IsFaulted));
        Assert.Equal(RangeReadLimit.MaxReads, _gate.MostInFlight);
    }

    [Fact]
    public async Task Waiting_reads_are_answered_in_turn()
    {
        using var app = await ChatInstance.BuildAsync(
            chat.TablePrefix, chat.SignalRConnectionString, services => services.AddSingleton<TimeProvider>(new FakeTimeProvider()).AddSingleton<HttpPipelinePolicy>(_gate));
        var rows = app.Services.GetRequiredService<RoomStore>();
        _gate.Close();
        var reads = Enumerable.Range(0, 5 * RangeReadLimit.MaxReads).Select(_ => rows.MembersAsync("room", null, 1, CancellationToken.None)).ToList();
        await Eventually.IsTrueAsync(() => _gate.InFlight == RangeReadLimit.MaxReads);

        _gate.Open();
        await Task.WhenAll(reads);

        Assert.Equal(RangeReadLimit.MaxReads, _gate.MostInFlight);
    }

    [Fact]
    public async Task Sends_and_health_do_not_wait_for_pages()
    {
        await using var app = await StartAsync();
        using var ada = await ChatUser.RegisterAsync(app.Url);
        var roomId = await ada.CreateRoomAsync("busy");
        _gate.Close();
        var pages = Enumerable.Range(0, RangeReadLimit.MaxReads).Select(_ => ada.GetAsync($"rooms/{roomId}/messages")).ToList();
        await Eventually.IsTrueAsync(() => _gate.InFlight == RangeReadLimit.MaxReads);

        await ada.SendMessageAsync(roomId, "hello", "once");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "hello", clientMessageId = "once" });
        await ada.GetAsync("health");
        using var refused = await ada.SendAsync(HttpMethod.Get, $"rooms/{roomId}/messages");
        await Problems.AssertAsync(refused, 503, "unavailable");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);

        _gate.Open();
        await Task.WhenAll(pages);
    }

    [Fact]
    public async Task A_waiting_long_poll_does_not_count_as_a_read_in_flight()
    {
        await using var app = await StartAsync();
        using var ada = await ChatUser.RegisterAsync(app.Url);
        var roomId = await ada.CreateRoomAsync("quiet");
        var polls = Enumerable.Range(0, RangeReadLimit.MaxReads + 4).Select(_ => ada.GetAsync($"rooms/{roomId}/events?after=1&wait=20")).ToList();

        // Each long poll has found nothing new.
        await Eventually.IsTrueAsync(() => _gate.Count >= 2 * polls.Count && _gate.InFlight == 0);
        Assert.Empty(await ada.TextsAsync(roomId));
        Assert.All(polls, poll => Assert.False(poll.IsCompleted));

        await ada.SendMessageAsync(roomId, "news");

        // A poll that read the ranges just before the message and the head just after it says that there is more.
        Assert.All(await Task.WhenAll(polls), page => Assert.Equal((2, (bool)page["more"]! ? null : "news"), ((long)page["head"]!, (string?)page["events"]!.AsArray().SingleOrDefault()?["text"])));
    }

    [Theory]
    [InlineData("messages?limit=200")]
    [InlineData("messages?sender=nobody")]
    [InlineData("events?after=0&limit=200")]
    [InlineData("members?limit=200")]
    public async Task A_stranger_costs_no_range_read(string path)
    {
        await using var app = await StartAsync();
        using var ada = await ChatUser.RegisterAsync(app.Url);
        using var eve = await ChatUser.RegisterAsync(app.Url);
        var roomId = await ada.CreateRoomAsync("hidden");
        var before = _gate.Count;

        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/{path}");
        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/zzzzzzzzzzzz/{path}");

        Assert.Equal(before, _gate.Count);
    }

    [Fact]
    public async Task A_removed_member_can_no_longer_read()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("short", bob);
        await bob.GetAsync($"rooms/{roomId}/messages");

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");

        await bob.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/messages");
        await bob.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/events");
    }

    private Task<ChatInstance> StartAsync() => chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelinePolicy>(_gate));
}
