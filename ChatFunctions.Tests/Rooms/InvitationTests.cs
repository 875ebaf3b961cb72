using System.Net;

namespace ChatFunctions.Tests.Rooms;

public sealed class InvitationTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task An_invitation_admits_a_user_to_a_private_room()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");

        var invitation = await ada.InviteAsync(roomId);
        var joined = await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{invitation["code"]}/accept");

        Assert.Equal($"{chat.App.Url.GetLeftPart(UriPartial.Authority)}/#/join/{invitation["code"]}", (string?)invitation["url"]);
        Assert.True(invitation.AsObject().TryGetPropertyValue("maxUses", out var most) && most is null);
        Assert.Equal(0, (int?)invitation["uses"]);
        Assert.InRange((DateTimeOffset)invitation["expiresAt"]!, DateTimeOffset.UtcNow.AddDays(6.9), DateTimeOffset.UtcNow.AddDays(7));
        Assert.Equal((roomId, "member", 2), ((string?)joined["id"], (string?)joined["myRole"], (int?)joined["memberCount"]));
        Assert.Equal([roomId], await bob.RoomIdsAsync());
        var last = (await ada.GetAsync($"rooms/{roomId}/events?after=1"))["events"]!.AsArray().Single()!;
        Assert.Equal(("memberAdded", bob.Id), ((string?)last["type"], (string?)last["user"]!["id"]));
    }

    [Fact]
    public async Task An_invitation_shows_its_room_and_changes_nothing()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var code = (string)(await ada.InviteAsync(roomId, maxUses: 1))["code"]!;

        var seen = await bob.GetAsync($"invitations/{code}");
        var own = await ada.GetAsync($"invitations/{code}");

        Assert.Equal((roomId, "tea", 1, null), ((string?)seen["id"], (string?)seen["name"], (int?)seen["memberCount"], (string?)seen["myRole"]));
        Assert.Equal("owner", (string?)own["myRole"]);
        Assert.Empty(await bob.RoomIdsAsync());
        await bob.RefusedAsync(404, "room_not_found", HttpMethod.Get, $"rooms/{roomId}");
        Assert.Equal(0, (int?)(await ada.ListAllAsync($"rooms/{roomId}/invitations")).Single()["uses"]);
    }

    [Fact]
    public async Task An_invitation_that_cannot_be_accepted_shows_nothing()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var used = (string)(await ada.InviteAsync(roomId, maxUses: 1))["code"]!;
        var revoked = (string)(await ada.InviteAsync(roomId))["code"]!;
        var open = (string)(await ada.InviteAsync(roomId))["code"]!;
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{used}/accept");
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"rooms/{roomId}/invitations/{revoked}");

        await eve.RefusedAsync(410, "invitation_expired", HttpMethod.Get, $"invitations/{used}");
        await eve.RefusedAsync(404, "invitation_not_found", HttpMethod.Get, $"invitations/{revoked}");
        await eve.RefusedAsync(404, "invitation_not_found", HttpMethod.Get, $"invitations/{roomId}0123456789");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/bans/{eve.Id}");
        await eve.RefusedAsync(404, "invitation_not_found", HttpMethod.Get, $"invitations/{open}");
    }

    [Fact]
    public async Task Links_use_the_public_url_setting()
    {
        await using var other = await chat.StartAnotherAsync(replace: null, "Chat:PublicUrl=https://chat.example/app/");
        using var ada = await ChatUser.RegisterAsync(other.Url);

        var invitation = await ada.InviteAsync(await ada.CreateRoomAsync("tea"));

        Assert.Equal($"https://chat.example/app/#/join/{invitation["code"]}", (string?)invitation["url"]);
    }

    [Fact]
    public async Task An_invitation_for_three_admits_three_of_fifty_concurrent_users_on_two_instances()
    {
        using var ada = await chat.NewUserAsync();
        await using var other = await chat.StartAnotherAsync();
        var roomId = await ada.CreateRoomAsync("tight");
        var code = (string)(await ada.InviteAsync(roomId, maxUses: 3))["code"]!;
        var people = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => ChatUser.RegisterAsync(n % 2 == 0 ? chat.App.Url : other.Url)));

        var answers = await Task.WhenAll(people.Select(person => person.SendAsync(HttpMethod.Post, $"invitations/{code}/accept")));

        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            await Problems.AssertAsync(refused, 410, "invitation_expired");
        }

        Assert.Equal(4, (await ada.MembersAsync(roomId)).Count);
        Assert.Equal(3, (int?)(await ada.ListAllAsync($"rooms/{roomId}/invitations")).Single()["uses"]);
        Array.ForEach(people, person => person.Dispose());
    }

    [Fact]
    public async Task A_member_who_accepts_an_invitation_does_not_use_it_up()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var code = (string)(await ada.InviteAsync(roomId, maxUses: 1))["code"]!;

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{code}/accept");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{code}/accept");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{code}/accept");
        await eve.RefusedAsync(410, "invitation_expired", HttpMethod.Post, $"invitations/{code}/accept");

        Assert.Equal(1, (int?)(await ada.ListAllAsync($"rooms/{roomId}/invitations")).Single()["uses"]);
        Assert.Empty(await eve.RoomIdsAsync());
    }

    [Fact]
    public async Task An_invitation_expires()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var (hour, day) = ((string)(await ada.InviteAsync(roomId, expiresInHours: 1))["code"]!, (string)(await ada.InviteAsync(roomId, expiresInHours: 24))["code"]!);
        await using var later = await chat.StartLaterAsync(TimeSpan.FromHours(2));
        using var bob = await ChatUser.RegisterAsync(later.Url);

        await bob.RefusedAsync(410, "invitation_expired", HttpMethod.Post, $"invitations/{hour}/accept");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{day}/accept");
    }

    [Fact]
    public async Task A_revoked_invitation_is_not_found()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var code = (string)(await ada.InviteAsync(roomId))["code"]!;

        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"rooms/{roomId}/invitations/{code}");
        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"rooms/{roomId}/invitations/{code}");

        await bob.RefusedAsync(404, "invitation_not_found", HttpMethod.Post, $"invitations/{code}/accept");
        Assert.Empty(await ada.ListAllAsync($"rooms/{roomId}/invitations"));
    }

    [Fact]
    public async Task An_unknown_code_is_not_found()
    {
        using var ada = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");

        await eve.RefusedAsync(404, "invitation_not_found", HttpMethod.Post, $"invitations/{roomId}0123456789/accept");
        await eve.RefusedAsync(404, "invitation_not_found", HttpMethod.Post, "invitations/nosuchroom120123456789/accept");
        await eve.RefusedAsync(404, "invitation_not_found", HttpMethod.Post, "invitations/short/accept");
        await eve.RefusedAsync(404, "invitation_not_found", HttpMethod.Post, $"invitations/{roomId}%270123456-9/accept");
        Assert.Empty(await chat.App.PointersOfAsync(eve));
    }

    [Fact]
    public async Task Only_admins_create_list_and_revoke_invitations()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var eve = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        var code = (string)(await ada.InviteAsync(roomId))["code"]!;

        foreach (var (user, status, refusal) in new[] { (bob, 403, "forbidden"), (eve, 404, "room_not_found") })
        {
            await user.RefusedAsync(status, refusal, HttpMethod.Post, $"rooms/{roomId}/invitations", new { });
            await user.RefusedAsync(status, refusal, HttpMethod.Get, $"rooms/{roomId}/invitations");
            await user.RefusedAsync(status, refusal, HttpMethod.Delete, $"rooms/{roomId}/invitations/{code}");
        }

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "admin" });
        await bob.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Delete, $"rooms/{roomId}/invitations/{code}");
    }

    [Fact]
    public async Task A_direct_room_has_no_invitations()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();

        await ada.RefusedAsync(403, "forbidden", HttpMethod.Post, $"rooms/{await ada.DirectRoomAsync(bob)}/invitations", new { });
    }

    [Theory]
    [InlineData("""{"maxUses":0}""", "maxUses")]
    [InlineData("""{"maxUses":10001}""", "maxUses")]
    [InlineData("""{"expiresInHours":0}""", "expiresInHours")]
    [InlineData("""{"expiresInHours":8761}""", "expiresInHours")]
    public async Task An_invalid_invitation_is_refused(string body, string field)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");

        var problem = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"rooms/{roomId}/invitations", body);

        Assert.NotNull(problem["errors"]![field]);
    }

    [Fact]
    public async Task Invitations_are_listed_newest_first_and_closed_ones_do_not_count_against_the_limit()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var used = (string)(await ada.InviteAsync(roomId, maxUses: 1))["code"]!;
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"invitations/{used}/accept");
        var codes = new List<string>();
        for (var n = 1; n < Limits.InvitationsPerRoom; n++)
        {
            codes.Add((string)(await ada.InviteAsync(roomId))["code"]!);
        }

        Assert.Equal([.. codes.AsEnumerable().Reverse(), used], await CodesAsync(ada, roomId));
        codes.Add((string)(await ada.InviteAsync(roomId))["code"]!);
        Assert.Equal(codes.AsEnumerable().Reverse(), await CodesAsync(ada, roomId));
        await ada.RefusedAsync(409, "too_many_invitations", HttpMethod.Post, $"rooms/{roomId}/invitations", new { });
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, $"rooms/{roomId}/invitations?cursor=x");
    }

    private static async Task<IEnumerable<string>> CodesAsync(ChatUser user, string roomId) =>
        (await user.ListAllAsync($"rooms/{roomId}/invitations", limit: 33)).Select(invitation => (string)invitation["code"]!);
}
