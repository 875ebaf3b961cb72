using System.Net;
using System.Text.Json.Nodes;
using ChatFunctions.Hosting;
using ChatFunctions.Rooms;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Cleanup;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Rooms;

/// <summary>An instance may crash at any storage request. Repeating the call or reading the list completes the change.</summary>
public sealed class CrashTests(OwnChatFixture chat) : IClassFixture<OwnChatFixture>, IAsyncLifetime
{
    private ChatUser _ada = null!;
    private ChatUser _bob = null!;
    private int _states;

    public async Task InitializeAsync() => (_ada, _bob) = (await chat.NewUserAsync(), await chat.NewUserAsync());

    public Task DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Creating_a_room_can_be_interrupted_anywhere()
    {
        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            () => Task.FromResult($"creation{_states++:D4}"),
            (services, name) => services.GetRequiredService<RoomService>().CreateAsync(
                CallerOf(_ada), new CreateRoomRequest(name, RoomKind.Public, [_bob.Id]), CancellationToken.None),
            async name =>
            {
                await _ada.CreatePublicRoomAsync(name, _bob);
                var rooms = (await _ada.ListAllAsync("rooms")).Where(room => (string?)room["name"] == name).Select(room => (string)room["id"]!).Order().ToList();
                Assert.InRange(rooms.Count, 1, 2);
                Assert.Equal(rooms, (await _bob.ListAllAsync("rooms")).Where(room => (string?)room["name"] == name).Select(room => (string)room["id"]!).Order());
                Assert.Equal(rooms, (await _bob.ListAllAsync($"rooms/public?q={name}")).Select(room => (string)room["id"]!).Order());
                foreach (var roomId in rooms)
                {
                    await AssertConsistentAsync(roomId, isBobIn: true);
                }
            });

        Assert.InRange(crashes, 4, 12);
    }

    [Fact]
    public async Task Joining_can_be_interrupted_anywhere()
    {
        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            () => _ada.CreatePublicRoomAsync("join"),
            (services, roomId) => services.GetRequiredService<MemberService>().JoinAsync(CallerOf(_bob), roomId, CancellationToken.None),
            async roomId =>
            {
                await _bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/join");
                await AssertConsistentAsync(roomId, isBobIn: true);
                Assert.Equal(1, await CountAsync(roomId, "memberAdded"));
            });

        Assert.InRange(crashes, 2, 10);
    }

    [Fact]
    public async Task Adding_a_member_can_be_interrupted_anywhere()
    {
        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            () => _ada.CreateRoomAsync("add"),
            (services, roomId) => services.GetRequiredService<MemberService>().PutAsync(CallerOf(_ada), roomId, _bob.Id, Role.Admin, CancellationToken.None),
            async roomId =>
            {
                await _ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{_bob.Id}", new { role = "admin" });
                await AssertConsistentAsync(roomId, isBobIn: true);
                Assert.Equal("admin", (await _ada.MembersAsync(roomId))[_bob.Id]);
                Assert.Equal(1, await CountAsync(roomId, "memberAdded"));
            });

        Assert.InRange(crashes, 2, 10);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leaving_and_removing_can_be_interrupted_anywhere(bool leaving)
    {
        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            () => _ada.CreateRoomAsync("remove", _bob),
            async (services, roomId) =>
            {
                await services.GetRequiredService<MemberService>().RemoveAsync(CallerOf(leaving ? _bob : _ada), roomId, _bob.Id, ban: false, CancellationToken.None);
                await services.GetRequiredService<BackgroundWork>().IdleAsync();
            },
            async roomId =>
            {
                using var repeated = await (leaving ? _bob : _ada).SendAsync(HttpMethod.Delete, $"rooms/{roomId}/members/{_bob.Id}");
                Assert.True(repeated.StatusCode == HttpStatusCode.OK || (leaving && repeated.StatusCode == HttpStatusCode.NotFound), $"{repeated.StatusCode}");
                await AssertConsistentAsync(roomId, isBobIn: false);
                Assert.Equal(1, await CountAsync(roomId, "memberRemoved"));
            });

        Assert.InRange(crashes, 1, 9);
    }

    [Fact]
    public async Task A_deletion_can_be_interrupted_anywhere_and_is_finished_by_repeating_it_or_by_the_cleanup()
    {
        await using var later = await chat.StartLaterAsync(TimeSpan.FromMinutes(6));
        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            async () =>
            {
                var roomId = await _ada.CreatePublicRoomAsync("delete", _bob);
                await _ada.SendMessageAsync(roomId, "erase me", "id-1");
                return roomId;
            },
            async (services, roomId) =>
            {
                await services.GetRequiredService<RoomDeletion>().DeleteAsync(CallerOf(_ada), roomId, CancellationToken.None);
                await services.GetRequiredService<BackgroundWork>().IdleAsync();
            },
            async roomId =>
            {
                // After a crash before the commit, the room still exists, and only a repeated call deletes it.
                var isBegun = await chat.App.Services.GetRequiredService<RoomStore>().HeadAsync(roomId, CancellationToken.None) is not { IsDeleted: false };
                if (!isBegun || _states++ % 2 == 0)
                {
                    using var repeated = await _ada.SendAsync(HttpMethod.Delete, $"rooms/{roomId}");
                }

                await later.CleanUpAsync();

                await chat.App.IdleAsync();

                await _ada.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}");
                await _bob.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}/messages");
                await _bob.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{roomId}/join");
                Assert.DoesNotContain(roomId, await _ada.RoomIdsAsync());
                Assert.DoesNotContain(roomId, await _bob.RoomIdsAsync());
                Assert.Empty(await _bob.ListAllAsync("rooms/public?q=delete"));
                Assert.DoesNotContain(await chat.App.KeysOfAsync(roomId), key => !key.Contains("Users/", StringComparison.Ordinal));
            });

        Assert.InRange(crashes, 10, 30);
    }

    [Fact]
    public async Task Renaming_a_public_room_can_be_interrupted_anywhere()
    {
        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            async () => (Number: ++_states, RoomId: await _ada.CreatePublicRoomAsync($"before {_states:D4}")),
            async (services, state) =>
            {
                await services.GetRequiredService<RoomService>().UpdateAsync(CallerOf(_ada), state.RoomId, new UpdateRoomRequest($"after {state.Number:D4}", DefaultRole: null, Topic: null), CancellationToken.None);
                await services.GetRequiredService<BackgroundWork>().IdleAsync();
            },
            async state =>
            {
                var (before, after) = ($"before%20{state.Number:D4}", $"after%20{state.Number:D4}");
                Assert.Single([.. await _bob.ListAllAsync($"rooms/public?q={before}"), .. await _bob.ListAllAsync($"rooms/public?q={after}")]);
                await _ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{state.RoomId}", new { name = $"after {state.Number:D4}" });
                Assert.Equal([state.RoomId], (await _bob.ListAllAsync($"rooms/public?q={after}")).Select(room => (string?)room["id"]));
                Assert.Empty(await _bob.ListAllAsync($"rooms/public?q={before}"));
                Assert.Equal(1, await CountAsync(state.RoomId, "roomRenamed"));
            });

        Assert.InRange(crashes, 2, 10);
    }

    [Fact]
    public async Task Accepting_an_invitation_can_be_interrupted_anywhere()
    {
        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            async () =>
            {
                var roomId = await _ada.CreateRoomAsync("accept");
                return (RoomId: roomId, Code: (string)(await _ada.InviteAsync(roomId, maxUses: 1))["code"]!);
            },
            (services, state) => services.GetRequiredService<InvitationService>().AcceptAsync(CallerOf(_bob), state.Code, CancellationToken.None),
            async state =>
            {
                await _bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{state.Code}/accept");
                await AssertConsistentAsync(state.RoomId, isBobIn: true);
                Assert.Equal(1, await CountAsync(state.RoomId, "memberAdded"));
                Assert.Equal(1, (int?)(await _ada.ListAllAsync($"rooms/{state.RoomId}/invitations")).Single()["uses"]);
            });

        Assert.InRange(crashes, 2, 10);
    }

    [Fact]
    public async Task Creating_a_direct_room_can_be_interrupted_anywhere()
    {
        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            () => chat.NewUserAsync(),
            (services, other) => services.GetRequiredService<DirectRooms>().PutAsync(CallerOf(_ada), other.Id, createdAt: null, CancellationToken.None),
            async other =>
            {
                var roomId = await other.DirectRoomAsync(_ada);
                Assert.Equal([roomId], await other.RoomIdsAsync());
                Assert.Contains(roomId, await _ada.RoomIdsAsync());
                Assert.Equal(2, (await _ada.MembersAsync(roomId)).Count);
                other.Dispose();
            });

        Assert.InRange(crashes, 3, 11);
    }

    /// <summary>Members and no others have the room listed, the head's counters match the rows, and no event is missing.</summary>
    private async Task AssertConsistentAsync(string roomId, bool isBobIn)
    {
        var room = await _ada.GetAsync($"rooms/{roomId}");
        var members = await _ada.MembersAsync(roomId);
        Assert.Equal(isBobIn ? new[] { _ada.Id, _bob.Id }.Order() : [_ada.Id], members.Keys.Order());
        Assert.Equal(members.Count, (int?)room["memberCount"]);
        Assert.Contains(roomId, await _ada.RoomIdsAsync());
        Assert.Equal(isBobIn, (await _bob.RoomIdsAsync()).Contains(roomId));
        Assert.Equal(Enumerable.Range(1, (int)room["head"]!).Select(n => (long)n), (await EventsAsync(roomId)).Select(happened => (long)happened!["seq"]!));
    }

    private async Task<int> CountAsync(string roomId, string type) => (await EventsAsync(roomId)).Count(happened => (string?)happened!["type"] == type);

    private async Task<JsonArray> EventsAsync(string roomId) => (await _ada.GetAsync($"rooms/{roomId}/events?after=0&limit=200"))["events"]!.AsArray();

    private static Caller CallerOf(ChatUser user) => new(user.Id, user.Username, "session");
}
