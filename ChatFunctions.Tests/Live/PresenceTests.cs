using System.Net;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatFunctions.Hosting;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Lists;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Live;

public sealed class PresenceTests(FakeTimeFixture chat) : IClassFixture<FakeTimeFixture>
{
    [Fact]
    public async Task A_renewal_keeps_a_user_online_for_one_minute()
    {
        using var ada = await chat.NewUserAsync("Ada");
        var start = chat.Time.GetUtcNow();
        Assert.Null(await FindOnlineAsync(ada, ada.Id));

        var lease = await RenewAsync(ada);

        Assert.Equal(60, ((DateTimeOffset)lease["expiresAt"]! - start).TotalSeconds, tolerance: 0.01);
        var online = await FindOnlineAsync(ada, ada.Id);
        Assert.Equal("Ada", (string?)online!["user"]!["username"]);
        Assert.Null(online["user"]!["login"]);
        Assert.Equal(0, ((DateTimeOffset)online["since"]! - start).TotalSeconds, tolerance: 0.01);
        Assert.Equal((string?)lease["expiresAt"], (string?)online["expiresAt"]);

        chat.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(await FindOnlineAsync(ada, ada.Id));
        chat.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await FindOnlineAsync(ada, ada.Id));
    }

    [Fact]
    public async Task Renewing_on_any_instance_keeps_the_user_online_since_the_start()
    {
        using var ada = await chat.NewUserAsync();
        await using var other = await chat.StartAnotherAsync(services => services.AddSingleton<TimeProvider>(chat.Time));
        using var elsewhere = ada.At(other.Url);
        var start = chat.Time.GetUtcNow();

        for (var i = 0; i < 4; i++)
        {
            await RenewAsync(i % 2 == 0 ? ada : elsewhere);
            chat.Time.Advance(TimeSpan.FromSeconds(25));
        }

        Assert.Equal(0, ((DateTimeOffset)(await FindOnlineAsync(elsewhere, ada.Id))!["since"]! - start).TotalSeconds, tolerance: 0.01);
    }

    [Fact]
    public async Task A_room_receives_presence_of_a_member_once()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await using var live = await chat.OpenInAsync(bob, roomId);
        await using var eveLive = await LiveConnection.OpenAsync(eve);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RenewAsync(ada)));
        chat.Time.Advance(TimeSpan.FromSeconds(25));
        await RenewAsync(ada);

        await ReceivesPresenceAsync(live, ada.Id, online: true);
        await EverythingIsReceivedAsync(live, ada, roomId);
        Assert.Single(ChangesOf(live, ada.Id));
        Assert.Empty(ChangesOf(eveLive, ada.Id));
    }

    [Fact]
    public async Task A_crashed_client_is_announced_within_90_seconds_as_long_as_another_user_is_online()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await using var live = await chat.OpenInAsync(bob, roomId);
        await RenewAsync(ada);
        var start = chat.Time.GetUtcNow();

        // Ada sends nothing more. Bob sends heartbeats, the first one right after Ada's last.
        for (var i = 0; i <= 90 / 25; i++)
        {
            await RenewAsync(bob);
            chat.Time.Advance(TimeSpan.FromSeconds(25));
        }

        var gone = await ReceivesPresenceAsync(live, ada.Id, online: false);
        Assert.Equal(60, ((DateTimeOffset)gone["at"]! - start).TotalSeconds, tolerance: 0.01);
        await EverythingIsReceivedAsync(live, ada, roomId);
        Assert.Equal([true, false], ChangesOf(live, ada.Id).Select(change => (bool)change["online"]!));
    }

    [Fact]
    public async Task Each_of_many_expired_leases_is_announced_once_by_two_instances()
    {
        var members = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => chat.NewUserAsync()));
        using var bob = await chat.NewUserAsync();
        var roomId = await bob.CreateRoomAsync("members", members);
        await using var other = await chat.StartAnotherAsync(services => services.AddSingleton<TimeProvider>(chat.Time));
        using var elsewhere = bob.At(other.Url);
        await using var live = await chat.OpenInAsync(bob, roomId);
        await Task.WhenAll(members.Select(RenewAsync));

        // Wait for the announcements that these users are online, so that they don't mix with later ones.
        await live.ReceivesAsync(_ => members.All(user => ChangesOf(live, user.Id).Any()));
        chat.Time.Advance(TimeSpan.FromSeconds(61));

        for (var i = 0; i < 2 * members.Length / ExpiredLeases.LookedAt; i++)
        {
            await Task.WhenAll(RenewAsync(bob), RenewAsync(elsewhere));
        }

        await live.ReceivesAsync(_ => members.All(user => ChangesOf(live, user.Id).Count() > 1));
        await EverythingIsReceivedAsync(live, bob, roomId);
        Assert.All(members, user => Assert.Equal([true, false], ChangesOf(live, user.Id).Select(change => (bool)change["online"]!)));
    }

    [Fact]
    public async Task A_renewal_after_expiry_announces_the_user_as_online_again()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await using var live = await chat.OpenInAsync(bob, roomId);
        await RenewAsync(ada);
        await ReceivesPresenceAsync(live, ada.Id, online: true);

        chat.Time.Advance(TimeSpan.FromSeconds(61));
        var back = chat.Time.GetUtcNow();
        await RenewAsync(ada);

        await live.ReceivesAsync(_ => ChangesOf(live, ada.Id).Count() == 2);
        Assert.Equal(0, ((DateTimeOffset)(await FindOnlineAsync(bob, ada.Id))!["since"]! - back).TotalSeconds, tolerance: 0.01);
    }

    [Fact]
    public async Task A_connection_counts_as_a_heartbeat_and_closing_one_of_two_keeps_the_user_online()
    {
        using var ada = await chat.NewUserAsync();
        await using var one = await LiveConnection.OpenAsync(ada);
        var two = await LiveConnection.OpenAsync(ada);
        var lease = await StoredAsync(ada, stored => stored?.Connections.Count == 2);

        await two.DisposeAsync();

        var after = await StoredAsync(ada, stored => stored!.Connections.Count == 1);
        Assert.Equal(lease!.ExpiresAt, after!.ExpiresAt);
        chat.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(await FindOnlineAsync(ada, ada.Id));
    }

    [Fact]
    public async Task A_heartbeat_removes_a_member_who_was_removed_while_a_connection_joined_the_group()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", eve);
        await using var live = await chat.OpenSettledAsync(eve, roomId);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{eve.Id}");
        await chat.IsInGroupAsync(eve, roomId, isIn: false);
        chat.Hub().AddUserToGroup(eve.Id, roomId, ttl: null);

        chat.Time.Advance(Lease.CheckedAfter);
        await RenewAsync(eve);

        await chat.IsInGroupAsync(eve, roomId, isIn: false);
        Assert.Null((await StoredAsync(eve, stored => stored is not null))!.UncheckedSince);
    }

    [Fact]
    public async Task A_heartbeat_repeats_a_lost_removal_from_a_group_even_after_storage_failures()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", eve);
        await using var live = await chat.OpenSettledAsync(eve, roomId);
        chat.Time.Advance(Lease.CheckedAfter);
        await RenewAsync(eve);
        Assert.Null((await StoredAsync(eve, stored => stored is not null))!.UncheckedSince);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{eve.Id}");
        await chat.IsInGroupAsync(eve, roomId, isIn: false);
        chat.Hub().AddUserToGroup(eve.Id, roomId, ttl: null);
        chat.Time.Advance(Lease.CheckedAfter);

        using var transport = new FaultTransport(FailingRanges);
        await using var other = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelineTransport>(transport).AddSingleton<TimeProvider>(chat.Time));
        using var elsewhere = eve.At(other.Url);
        await RenewAsync(elsewhere);
        Assert.True(chat.Hub().IsUserInGroup(eve.Id, roomId));
        await RenewAsync(eve);

        await chat.IsInGroupAsync(eve, roomId, isIn: false);
    }

    [Fact]
    public async Task Closing_the_last_connection_shortens_the_lease_but_leaves_time_to_reload_the_page()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await using var live = await chat.OpenInAsync(bob, roomId);
        var page = await LiveConnection.OpenAsync(ada);
        await StoredAsync(ada, stored => stored?.Connections.Count == 1);

        await page.DisposeAsync();
        var closed = await StoredAsync(ada, stored => stored!.Connections.IsEmpty);
        Assert.Equal(Lease.Grace.TotalSeconds, (closed!.ExpiresAt - chat.Time.GetUtcNow()).TotalSeconds, tolerance: 0.01);
        chat.Time.Advance(Lease.Grace - TimeSpan.FromSeconds(1));
        var reloaded = await LiveConnection.OpenAsync(ada);
        await StoredAsync(ada, stored => stored!.Connections.Count == 1);
        chat.Time.Advance(TimeSpan.FromSeconds(30));
        await RenewAsync(bob);

        await EverythingIsReceivedAsync(live, ada, roomId);
        Assert.Single(ChangesOf(live, ada.Id));

        await reloaded.DisposeAsync();
        await StoredAsync(ada, stored => stored!.Connections.IsEmpty);
        chat.Time.Advance(Lease.Grace);
        Assert.Null(await FindOnlineAsync(bob, ada.Id));
        await RenewAsync(bob);
        await ReceivesPresenceAsync(live, ada.Id, online: false);
    }

    [Fact]
    public async Task Pages_list_each_online_user_once()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => chat.NewUserAsync()));
        await Task.WhenAll(users.Select(RenewAsync));
        var found = new List<string>();
        string? cursor = null;

        do
        {
            var page = await users[0].GetAsync($"users/online?limit=3{(cursor is null ? "" : $"&cursor={cursor}")}");
            Assert.InRange(page["items"]!.AsArray().Count, 0, 3);
            found.AddRange(page["items"]!.AsArray().Select(item => (string)item!["user"]!["id"]!));
            cursor = (string?)page["cursor"];

            // The user that the cursor names may go offline between two pages.
            if (cursor is not null)
            {
                await chat.App.Services.GetRequiredService<LeaseStore>().RemoveAsync(cursor, CancellationToken.None);
            }
        }
        while (cursor is not null);

        Assert.Equal(found.Distinct().Count(), found.Count);
        Assert.Subset(found.ToHashSet(), users.Select(user => user.Id).ToHashSet());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("cursor=a'b", "cursor")]
    public async Task An_invalid_query_is_refused_by_name(string query, string field)
    {
        using var ada = await chat.NewUserAsync();

        var problem = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"users/online?{query}");

        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task Presence_requires_an_access_token()
    {
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);

        using var renewal = await anonymous.PostAsync("presence", content: null);
        using var list = await anonymous.GetAsync("users/online");

        await Problems.AssertAsync(renewal, 401, "unauthorized");
        await Problems.AssertAsync(list, 401, "unauthorized");
    }

    [Fact]
    public async Task A_user_who_left_a_room_is_not_announced_to_it_even_if_it_is_still_listed()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var (left, kept) = (await bob.CreateRoomAsync("left"), await bob.CreateRoomAsync("kept", ada));
        await chat.App.Services.GetRequiredService<UserRoomStore>().TryAddAsync(ada.Id, left, CancellationToken.None);
        await using var live = await LiveConnection.OpenAsync(bob);

        var rooms = chat.App.Services.GetRequiredService<LiveRooms>();
        var messages = await rooms.AnnounceAsync([new PresenceChange(ada.Id, Online: true, chat.Time.GetUtcNow())], CancellationToken.None);

        Assert.Equal([kept], messages.Select(message => message.GroupName));
    }

    [Fact]
    public async Task Presence_is_announced_to_rooms_of_up_to_a_hundred_members()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("members");
        var appender = chat.App.Services.GetRequiredService<RoomAppender>();
        var rooms = chat.App.Services.GetRequiredService<LiveRooms>();
        PutMember Adding(int n) => new(new Actor(ada.Id, ada.Username), Guid.NewGuid().ToString("N"), new UserRef($"extra{n}", "Extra"), Role: null);
        async Task<string?> ToldAsync() =>
            (await rooms.AnnounceAsync([new PresenceChange(ada.Id, Online: true, chat.Time.GetUtcNow())], CancellationToken.None)).SingleOrDefault()?.GroupName;

        var added = await Task.WhenAll(Enumerable.Range(1, Limits.MembersForPresence - 1).Select(n => appender.AppendAsync(roomId, Adding(n))));
        Assert.All(added, one => Assert.Null(one.Refusal));
        Assert.Equal(roomId, await ToldAsync());

        Assert.Null((await appender.AppendAsync(roomId, Adding(Limits.MembersForPresence))).Refusal);
        Assert.Null(await ToldAsync());
    }

    [Fact]
    public async Task A_storage_failure_after_the_renewal_does_not_fail_the_heartbeat()
    {
        using var ada = await chat.NewUserAsync();
        using var transport = new FaultTransport(FailingRanges);
        await using var other = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelineTransport>(transport).AddSingleton<TimeProvider>(chat.Time));
        using var elsewhere = ada.At(other.Url);

        await RenewAsync(elsewhere);

        Assert.NotNull(await FindOnlineAsync(ada, ada.Id));
    }

    [Fact]
    public async Task A_heartbeat_costs_four_requests_and_one_for_each_open_room()
    {
        var requests = new RequestCounter();
        using var app = await ChatInstance.BuildAsync(
            ChatInstance.NewTablePrefix(), chat.SignalRConnectionString, services => services.AddSingleton<HttpPipelinePolicy>(requests).AddSingleton<TimeProvider>(chat.Time));
        var (presence, leases, appender) = (app.Services.GetRequiredService<PresenceService>(), app.Services.GetRequiredService<LeaseStore>(), app.Services.GetRequiredService<RoomAppender>());

        // As with many users online: the leases to check follow in the same partition.
        var online = Enumerable.Range(0, 400).Select(n => $"user{n}").GroupBy(LeaseStore.ShardOf).MaxBy(shard => shard.Count())!.Order(StringComparer.Ordinal).ToList();
        await Task.WhenAll(online.Select(userId => leases.TryWriteAsync(Lease.Renewed(null, new Caller(userId, "Somebody", "session"), chat.Time.GetUtcNow()), CancellationToken.None)));
        var ada = new Caller(online[0], "Ada", "session");
        string[] open = [.. Enumerable.Range(0, 5).Select(_ => app.Services.GetRequiredService<Ids>().NewRoomId())];
        var created = await Task.WhenAll(open.Select(roomId =>
            appender.AppendAsync(roomId, new CreateRoom(new Actor(ada.UserId, ada.Username), roomId, "tea", RoomKind.Private, [], [$"event{roomId}"]))));
        Assert.All(created, one => Assert.Null(one.Refusal));
        await presence.RenewAsync(ada, open, CancellationToken.None);
        chat.Time.Advance(TimeSpan.FromSeconds(25));

        Renewal? renewal = null;
        var cost = await requests.CountAsync(async () => renewal = (await presence.RenewAsync(ada, open, CancellationToken.None)).Value);

        Assert.Equal(open.Order(), renewal!.Heads!.Keys.Order());
        Assert.Equal(4 + open.Length, cost);
    }

    /// <summary>Fails range reads except that of the ended sessions, which authentication needs.</summary>
    private static Fault FailingRanges(Azure.Core.Request request) =>
        request.Uri.Query.Contains("filter", StringComparison.Ordinal) && !request.Uri.Query.Contains($"%27{EndedSessions.Partition}%27", StringComparison.Ordinal) ? Fault.Busy : Fault.None;

    private static Task<JsonNode> RenewAsync(ChatUser user) => user.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "presence");

    private static async Task<JsonNode?> FindOnlineAsync(ChatUser asking, string userId)
    {
        string? cursor = null;
        do
        {
            var page = await asking.GetAsync($"users/online?limit=200{(cursor is null ? "" : $"&cursor={cursor}")}");
            if (page["items"]!.AsArray().FirstOrDefault(item => (string?)item!["user"]!["id"] == userId) is { } found)
            {
                return found;
            }

            cursor = (string?)page["cursor"];
        }
        while (cursor is not null);

        return null;
    }

    private static IEnumerable<JsonNode> ChangesOf(LiveConnection live, string userId) => live.Received
        .Where(received => (string?)received["target"] == "presence" && (string?)received["arguments"]![0]!["userId"] == userId)
        .Select(received => received["arguments"]![0]!);

    private static async Task<JsonNode> ReceivesPresenceAsync(LiveConnection live, string userId, bool online)
    {
        await live.ReceivesAsync(_ => ChangesOf(live, userId).Any(change => (bool?)change["online"] == online));
        return ChangesOf(live, userId).First(change => (bool?)change["online"] == online);
    }

    /// <summary>Waits for a later message, after which all earlier ones have arrived.</summary>
    private static async Task EverythingIsReceivedAsync(LiveConnection live, ChatUser sender, string roomId) =>
        await live.ReceivesAsync(roomId, (long)(await sender.SendMessageAsync(roomId, "later"))["seq"]!);

    /// <summary>Waits until the user's lease, which events of the service change asynchronously, is as expected.</summary>
    private async Task<Lease?> StoredAsync(ChatUser user, Func<Lease?, bool> isAsExpected)
    {
        var leases = chat.App.Services.GetRequiredService<LeaseStore>();
        var deadline = DateTime.UtcNow.AddSeconds(15);
        while (DateTime.UtcNow < deadline)
        {
            if (await leases.FindAsync(user.Id, CancellationToken.None) is var lease && isAsExpected(lease))
            {
                return lease;
            }

            await Task.Delay(10);
        }

        throw new Xunit.Sdk.XunitException("The lease did not become as expected.");
    }
}
