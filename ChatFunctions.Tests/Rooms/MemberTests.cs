using System.Net;
using Azure.Core.Pipeline;
using ChatFunctions.Hosting;
using ChatFunctions.Rooms;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Rooms;

public sealed class MemberTests(OwnChatFixture chat) : IClassFixture<OwnChatFixture>
{
    [Fact]
    public async Task Any_user_can_join_a_public_room_and_joining_again_changes_nothing()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreatePublicRoomAsync("square");
        await ada.SendMessageAsync(roomId, "before");

        var joined = await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/join");
        var again = await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/join");

        Assert.Equal((roomId, "member", 2), ((string?)joined["id"], (string?)joined["myRole"], (int?)joined["memberCount"]));
        Assert.Equal(joined.ToJsonString(), again.ToJsonString());
        Assert.Equal(["before"], await bob.TextsAsync(roomId));
        Assert.Equal([roomId], await bob.RoomIdsAsync());
        Assert.Equal("owner", (string?)(await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/join"))["myRole"]);
    }

    [Fact]
    public async Task Removing_a_user_notifies_former_members_only_and_repeating_it_notifies_again()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var members = chat.App.Services.GetRequiredService<MemberService>();
        Task<Outcome<MembershipUpdate>> RemoveAsync(ChatUser user) => members.RemoveAsync(new Caller(ada.Id, ada.Username, "session"), roomId, user.Id, ban: false, CancellationToken.None);

        Assert.Empty((await RemoveAsync(eve)).Value.Removed);
        Assert.Equal([bob.Id], (await RemoveAsync(bob)).Value.Removed);
        Assert.Equal([bob.Id], (await RemoveAsync(bob)).Value.Removed);
    }

    [Fact]
    public async Task A_private_or_direct_room_cannot_be_joined()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();

        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{await ada.CreateRoomAsync("closed")}/join");
        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{await ada.DirectRoomAsync(bob)}/join");
        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Post, "rooms/nosuchroom12/join");
        Assert.Empty(await eve.RoomIdsAsync());
    }

    [Fact]
    public async Task Members_are_listed_in_pages_with_role_and_read_marker()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var bob = await chat.NewUserAsync("Bob");
        using var eve = await chat.NewUserAsync("Eve");
        var roomId = await ada.CreateRoomAsync("tea", bob, eve);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{eve.Id}", new { role = "reader" });

        var members = await bob.ListAllAsync($"rooms/{roomId}/members", limit: 1);

        Assert.Equal(
            new[] { (ada.Id, "Ada", "owner"), (bob.Id, "Bob", "member"), (eve.Id, "Eve", "reader") },
            members.Select(member => ((string)member["user"]!["id"]!, (string)member["user"]!["username"]!, (string)member["role"]!)));
        Assert.All(members, member => Assert.NotNull((string?)member["joinedAt"]));
        Assert.All(members, member => Assert.Equal(0, (long?)member["readSeq"]));
        await bob.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"rooms/{roomId}/members?cursor=no/cursor");
        await bob.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"rooms/{roomId}/members?limit=201");
    }

    [Fact]
    public async Task A_stranger_sees_no_members()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();

        await eve.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{await ada.CreateRoomAsync("closed")}/members");
        await eve.RefusedAsync(403, "not_a_member", HttpMethod.Get, $"rooms/{await ada.CreatePublicRoomAsync("open")}/members");
    }

    [Fact]
    public async Task An_admin_adds_members_and_changes_roles_but_only_an_owner_makes_owners()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Put, $"rooms/{roomId}/members/{eve.Id}", new { });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "admin" });

        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{eve.Id}", new { });
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{eve.Id}", new { role = "reader" });
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Put, $"rooms/{roomId}/members/{eve.Id}", new { role = "owner" });
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Put, $"rooms/{roomId}/members/{ada.Id}", new { role = "member" });
        await bob.RefusedAsync(403, "forbidden", HttpMethod.Delete, $"rooms/{roomId}/members/{ada.Id}");

        Assert.Equal(
            new Dictionary<string, string> { [ada.Id] = "owner", [bob.Id] = "admin", [eve.Id] = "reader" }, await eve.MembersAsync(roomId));
        await eve.RefusedAsync(403, "forbidden", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "I only read" });
    }

    [Fact]
    public async Task An_unknown_user_or_role_is_refused()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");

        await ada.RefusedAsync(404, "user_not_found", HttpMethod.Put, $"rooms/{roomId}/members/nobody", new { });
        await ada.RefusedAsync(404, "user_not_found", HttpMethod.Put, $"rooms/{roomId}/members/no-id", new { });
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Put, $"rooms/{roomId}/members/{ada.Id}", new { role = "king" });
    }

    [Fact]
    public async Task The_last_owner_can_neither_leave_nor_be_demoted()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);

        await ada.RefusedAsync(409, "last_owner", HttpMethod.Delete, $"rooms/{roomId}/members/{ada.Id}");
        await ada.RefusedAsync(409, "last_owner", HttpMethod.Put, $"rooms/{roomId}/members/{ada.Id}", new { role = "member" });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "owner" });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{ada.Id}");

        Assert.Equal(new Dictionary<string, string> { [bob.Id] = "owner" }, await bob.MembersAsync(roomId));
    }

    [Fact]
    public async Task When_two_owners_leave_concurrently_one_stays()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        await using var other = await chat.StartAnotherAsync();
        using var bobElsewhere = bob.At(other.Url);
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "owner" });

        var answers = await Task.WhenAll(
            ada.SendAsync(HttpMethod.Delete, $"rooms/{roomId}/members/{ada.Id}"), bobElsewhere.SendAsync(HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}"));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
    }

    [Fact]
    public async Task A_member_who_leaves_loses_access_immediately_and_the_others_get_an_event()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);

        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");

        await bob.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}");
        Assert.Empty(await bob.RoomIdsAsync());
        Assert.Equal([ada.Id], (await ada.MembersAsync(roomId)).Keys);
        var last = (await ada.GetAsync($"rooms/{roomId}/events?after=2"))["events"]!.AsArray().Single()!;
        Assert.Equal(("memberRemoved", bob.Id, bob.Id), ((string?)last["type"], (string?)last["user"]!["id"], (string?)last["actor"]!["id"]));
        await bob.RefusedAsync(404, "room_not_found", HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");
    }

    [Fact]
    public async Task Removing_a_member_twice_changes_nothing()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");

        Assert.Equal(3, (long?)(await ada.GetAsync($"rooms/{roomId}"))["head"]);
    }

    [Fact]
    public async Task A_member_who_was_removed_and_added_again_has_the_room_listed()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);

        for (var again = 0; again < 3; again++)
        {
            await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");
            await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { });
        }

        await chat.App.IdleAsync();
        Assert.Equal([roomId], await bob.RoomIdsAsync());
        await bob.SendMessageAsync(roomId, "back again");
    }

    [Fact]
    public async Task A_room_admits_members_up_to_its_limit()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreatePublicRoomAsync("hall", bob);
        var invitation = await ada.InviteAsync(roomId, maxUses: 1);
        await chat.App.AddMembersAsync(roomId, ada, Limits.MembersPerRoom - 2);

        await eve.RefusedAsync(409, "room_full", HttpMethod.Post, $"rooms/{roomId}/join");
        await ada.RefusedAsync(409, "room_full", HttpMethod.Put, $"rooms/{roomId}/members/{eve.Id}", new { });
        await eve.RefusedAsync(409, "room_full", HttpMethod.Post, $"invitations/{invitation["code"]}/accept");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");
        await eve.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{invitation["code"]}/accept");
    }

    [Fact]
    public async Task A_user_in_the_maximum_number_of_rooms_cannot_join_another()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var (square, park) = (await ada.CreatePublicRoomAsync("square"), await ada.CreatePublicRoomAsync("park"));
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{square}/join");
        await chat.App.AddToListAsync(bob, Limits.RoomsPerUser - 1);
        await chat.App.AddMembershipsAsync(bob, Limits.RoomsPerUser - 1);

        // Each call reads all memberships.
        await bob.RefusedAsync(409, "too_many_rooms", HttpMethod.Post, $"rooms/{park}/join");
        await ada.RefusedAsync(409, "too_many_rooms", HttpMethod.Post, "rooms", new { name = "one more", members = new[] { bob.Id } });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{square}/members/{bob.Id}", new { role = "admin" });
    }

    [Fact]
    public async Task Rooms_that_a_user_has_left_do_not_count_against_the_limit()
    {
        using var bob = await chat.NewUserAsync();
        await chat.App.AddToListAsync(bob, Limits.RoomsPerUser);

        var roomId = await bob.CreateRoomAsync("one more");

        Assert.Equal([roomId], await bob.RoomIdsAsync());
    }

    [Fact]
    public async Task Adding_a_member_again_writes_nothing()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var writes = 0;
        await using var counting = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelineTransport>(new FaultTransport(request =>
        {
            _ = request.Method == Azure.Core.RequestMethod.Get ? 0 : Interlocked.Increment(ref writes);
            return Fault.None;
        })));
        using var there = ada.At(counting.Url);

        await there.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { });
        await there.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "member" });

        Assert.Equal(0, writes);
        Assert.Equal("member", (await ada.MembersAsync(roomId))[bob.Id]);
    }

    [Fact]
    public async Task Members_of_a_direct_room_cannot_be_added_and_cannot_leave()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.DirectRoomAsync(bob);

        await ada.RefusedAsync(403, "forbidden", HttpMethod.Put, $"rooms/{roomId}/members/{eve.Id}", new { });
        await ada.RefusedAsync(403, "forbidden", HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");
        await ada.RefusedAsync(403, "forbidden", HttpMethod.Delete, $"rooms/{roomId}/members/{ada.Id}");
        Assert.Equal(2, (await bob.MembersAsync(roomId)).Count);
    }
}
