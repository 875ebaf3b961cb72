using System.Net;
using ChatFunctions.Accounts;
using ChatFunctions.Attachments;
using ChatFunctions.Hosting;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Tests.Cleanup;
using ChatFunctions.Tests.Hosting;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Attachments;

/// <summary>Pictures of users and rooms.</summary>
public sealed class PictureTests(OwnChatFixture chat) : IClassFixture<OwnChatFixture>
{
    private const string Own = "me/picture";

    private static readonly byte[] Content = AttachmentCalls.Picture;

    [Fact]
    public async Task Everyone_who_sees_a_user_sees_the_picture_that_the_user_has_set()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea", bob);
        await bob.ExpectAsync(HttpStatusCode.Created, HttpMethod.Put, $"direct/{ada.Id}");
        var url = (string)(await ada.SetPictureAsync())["pictureUrl"]!;

        using var download = await AttachmentCalls.DownloadAsync(url);
        Assert.Equal((Content.Length, "image/png"), ((int)download.Content.Headers.ContentLength!, download.Content.Headers.ContentType!.MediaType));
        foreach (var user in new[] { await ada.GetAsync("me"), await bob.GetAsync($"users/{ada.Id}"), (await bob.GetAsync($"users?q={ada.Login}"))["items"]![0]!, (await ada.GetAsync("me/export"))["user"]! })
        {
            Assert.Equal((url, "uploaded"), ((string?)user["pictureUrl"], (string?)user["pictureSource"]));
        }

        await Eventually.IsTrueAsync(async () => await PictureOfMemberAsync(bob, roomId, ada.Id) == url);
        await Eventually.IsTrueAsync(async () => (string?)(await bob.GetAsync("rooms"))["items"]!.AsArray().Single(room => room!["with"] is not null)!["with"]!["pictureUrl"] == url);
        Assert.Null((await bob.SendMessageAsync(roomId, "hello"))["sender"]!["pictureUrl"]);
    }

    [Fact]
    public async Task New_memberships_have_the_picture_however_they_begin()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var url = (string)(await ada.SetPictureAsync())["pictureUrl"]!;
        var (created, added, open) = (await ada.CreateRoomAsync("created"), await bob.CreateRoomAsync("added", ada), await bob.CreatePublicRoomAsync("open"));
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{open}/join");

        Assert.All([await PictureOfMemberAsync(ada, created, ada.Id), await PictureOfMemberAsync(bob, added, ada.Id), await PictureOfMemberAsync(bob, open, ada.Id)], picture => Assert.Equal(url, picture));
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{added}/members/{ada.Id}", new { role = "admin" });
        Assert.Equal(url, await PictureOfMemberAsync(bob, added, ada.Id));
    }

    [Fact]
    public async Task Removing_a_picture_removes_it_everywhere_and_its_token_is_used_up()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var token = await ada.UploadPictureAsync();
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, Own, new { token });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, Own, new { token });
        await ada.SetPictureAsync($"rooms/{roomId}/picture");
        await Eventually.IsTrueAsync(async () => await PictureOfMemberAsync(ada, roomId, ada.Id) is not null);

        var user = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, Own);
        var room = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/picture");

        Assert.Equal((null, null, null), ((string?)user["pictureUrl"], (string?)user["pictureSource"], (string?)room["pictureUrl"]));
        await Eventually.IsTrueAsync(async () => await PictureOfMemberAsync(ada, roomId, ada.Id) is null);
        await chat.App.HasNoBlobsAsync(roomId);
        await chat.App.HasNoBlobsAsync($"user:{ada.Id}");
        await ada.PictureUnusableAsync(Own, token);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, Own);
    }

    [Fact]
    public async Task A_new_picture_replaces_the_former_one_and_its_blob()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        foreach (var (path, partition) in new[] { (Own, $"user:{ada.Id}"), ($"rooms/{roomId}/picture", roomId) })
        {
            var former = await ada.UploadPictureAsync(path);
            await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, path, new { token = former });
            var present = (string)(await ada.SetPictureAsync(path))["pictureUrl"]!;

            await Eventually.IsTrueAsync(async () => (await chat.App.BlobsAsync(partition)).Count == 1);
            using var download = await AttachmentCalls.DownloadAsync(present);
            Assert.Equal(HttpStatusCode.OK, download.StatusCode);
            await ada.PictureUnusableAsync(path, former);
        }
    }

    [Fact]
    public async Task A_request_that_found_an_upload_before_it_was_removed_does_not_set_it_again()
    {
        using var ada = await chat.NewUserAsync();
        var (roomId, ids, caller) = (await ada.CreateRoomAsync("tea"), chat.App.Services.GetRequiredService<Ids>(), new Caller(ada.Id, ada.Username, SessionId: ""));
        var (profiles, appender) = (chat.App.Services.GetRequiredService<ProfileService>(), chat.App.Services.GetRequiredService<RoomAppender>());
        Func<string?, Task<Refusal?>>[] sets =
        [
            async picture => (await profiles.SetPictureAsync(caller, picture, CancellationToken.None)).Refusal,
            async picture => (await appender.AppendAsync(roomId, new SetPicture(Actor.Of(caller), ids.NewId(), picture))).Refusal,
        ];
        foreach (var set in sets)
        {
            var pictures = Enumerable.Range(0, 3).Select(_ => ids.NewId()).Order(StringComparer.Ordinal).ToArray();
            Assert.Null(await set(pictures[1]));
            Assert.Null(await set(pictures[0]));
            Assert.Equal("attachment_unusable", (await set(pictures[1]))?.Code);
            Assert.Null(await set(null));
            Assert.Equal("attachment_unusable", (await set(pictures[0]))?.Code);
            Assert.Null(await set(pictures[2]));
        }
    }

    [Fact]
    public async Task A_picture_of_a_room_is_an_event_and_everyone_who_sees_the_room_sees_it()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var stranger = await chat.NewUserAsync();
        var roomId = await ada.CreatePublicRoomAsync("gallery");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/join");
        await using var live = await LiveConnection.OpenAsync(bob);

        var room = await ada.SetPictureAsync($"rooms/{roomId}/picture");

        var url = (string)room["pictureUrl"]!;
        await Eventually.IsTrueAsync(() => live.EventsOf(roomId).Any(happened => (string?)happened["type"] == "pictureChanged" && (string?)happened["pictureUrl"] == url));
        var head = (long)room["head"]!;
        var places = new[]
        {
            await bob.GetAsync($"rooms/{roomId}"),
            (await bob.GetAsync("rooms"))["items"]![0]!,
            await stranger.GetAsync($"rooms/{roomId}"),
            (await bob.GetAsync($"rooms/{roomId}/events?after={head - 1}"))["events"]![0]!,
            await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { topic = "pictures" }),
        };
        Assert.All(places, place => Assert.Equal(url, (string?)place["pictureUrl"]));
        using var download = await AttachmentCalls.DownloadAsync(url);
        Assert.Equal(HttpStatusCode.OK, download.StatusCode);
    }

    [Theory]
    [InlineData("image/svg+xml", 4, "contentType")]
    [InlineData("text/html", 4, "contentType")]
    [InlineData("IMAGE/PNG", 4, "contentType")]
    [InlineData("image/png; charset=x", 4, "contentType")]
    [InlineData(null, 4, "contentType")]
    [InlineData("image/png", 0, "size")]
    [InlineData("image/png", Limits.PictureBytes + 1, "size")]
    public async Task Other_types_and_large_files_are_refused(string? contentType, long size, string field)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        foreach (var path in new[] { Own, $"rooms/{roomId}/picture" })
        {
            var refused = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, path, new { contentType, size });
            Assert.Equal([field], refused["errors"]!.AsObject().Select(error => error.Key));
        }
    }

    [Theory]
    [InlineData("text/html", 4)]
    [InlineData("image/svg+xml", 4)]
    [InlineData("image/png", 5)]
    [InlineData(null, 0)]
    public async Task An_upload_that_is_missing_or_not_what_was_declared_is_refused(string? contentType, int size)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        foreach (var path in new[] { Own, $"rooms/{roomId}/picture" })
        {
            var upload = await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, path, new { contentType = "image/png", size = 4 });
            Assert.Null(upload["thumbnailUploadUrl"]);
            if (contentType is not null)
            {
                await AttachmentCalls.PutAsync((string)upload["uploadUrl"]!, new byte[size], contentType);
            }

            await ada.PictureUnusableAsync(path, (string)upload["token"]!);
        }
    }

    [Fact]
    public async Task A_token_is_for_one_user_or_room_and_one_use()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var (one, other) = (await ada.CreateRoomAsync("one"), await ada.CreateRoomAsync("other"));
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{one}/members/{bob.Id}", new { role = "admin" });
        var (own, ofRoom) = (await ada.UploadPictureAsync(), await ada.UploadPictureAsync($"rooms/{one}/picture"));
        var file = await ada.UploadAsync(one, Content, "a.png", "image/png");

        await bob.PictureUnusableAsync(Own, own);
        await bob.PictureUnusableAsync($"rooms/{one}/picture", ofRoom);
        await ada.PictureUnusableAsync($"rooms/{other}/picture", ofRoom);
        await ada.PictureUnusableAsync($"rooms/{one}/picture", own);
        await ada.PictureUnusableAsync(Own, ofRoom);
        await ada.PictureUnusableAsync($"rooms/{one}/picture", file);
        await ada.PictureUnusableAsync(Own, file);
        await ada.PictureUnusableAsync(Own, "nothing.signed");
        await ada.UnusableAsync(one, ofRoom);
        await ada.UnusableAsync(one, own);
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Put, Own, new { token = "" });
    }

    [Fact]
    public async Task Only_admins_set_the_picture_of_a_room()
    {
        using var ada = await chat.NewUserAsync();
        using var member = await chat.NewUserAsync();
        using var stranger = await chat.NewUserAsync();
        var (closed, open) = (await ada.CreateRoomAsync("private", member), await ada.CreatePublicRoomAsync("public"));
        var direct = (string)(await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Put, $"direct/{member.Id}"))["id"]!;
        var token = await ada.UploadPictureAsync($"rooms/{closed}/picture");
        (HttpMethod Method, object? Body)[] calls =
            [(HttpMethod.Post, new { contentType = "image/png", size = 4 }), (HttpMethod.Put, new { token }), (HttpMethod.Delete, null)];

        foreach (var (method, body) in calls)
        {
            await member.RefusedAsync(403, "forbidden", method, $"rooms/{closed}/picture", body);
            await stranger.RefusedAsync(404, "room_not_found", method, $"rooms/{closed}/picture", body);
            await stranger.RefusedAsync(403, "not_a_member", method, $"rooms/{open}/picture", body);
            await ada.RefusedAsync(403, "forbidden", method, $"rooms/{direct}/picture", body);
        }

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{closed}/members/{member.Id}", new { role = "admin" });
        var memberToken = await member.UploadPictureAsync($"rooms/{closed}/picture");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{closed}/members/{member.Id}", new { role = "member" });
        await member.RefusedAsync(403, "forbidden", HttpMethod.Put, $"rooms/{closed}/picture", new { token = memberToken });
    }

    [Fact]
    public async Task A_back_end_sets_the_picture_of_a_room()
    {
        using var ada = await chat.NewUserAsync();
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var path = $"rooms/{await ada.CreateRoomAsync("orders")}/picture";
        var upload = await shop.ExpectAsync(201, "POST", path, new { contentType = "image/png", size = Content.Length });
        await AttachmentCalls.PutAsync((string)upload["uploadUrl"]!, Content, "image/png");

        var room = await shop.ExpectAsync(200, "PUT", path, new { token = (string)upload["token"]! });

        Assert.NotNull((string?)room["pictureUrl"]);
    }

    [Fact]
    public async Task An_uploaded_picture_has_precedence_over_that_of_a_back_end()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var path = $"users/external/{Guid.NewGuid():N}";
        await shop.ExpectAsync(201, "PUT", path, new { username = "Ada", pictureUrl = "https://example.com/ada.png" });
        using var ada = ChatUser.Of(chat.App.Url, await shop.ExpectAsync(201, "POST", $"{path}/tokens"));

        var uploaded = await ada.SetPictureAsync();
        await shop.ExpectAsync(200, "PUT", path, new { username = "Ada", pictureUrl = "https://example.com/new.png" });
        var kept = await ada.GetAsync("me");
        var removed = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, Own);

        Assert.Equal((string?)uploaded["pictureUrl"], (string?)kept["pictureUrl"]);
        Assert.Equal(("https://example.com/new.png", "external"), ((string?)removed["pictureUrl"], (string?)removed["pictureSource"]));
    }

    [Fact]
    public async Task Erasing_an_account_and_deleting_a_room_delete_their_pictures()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        await ada.SetPictureAsync();
        await ada.UploadPictureAsync();
        await ada.SetPictureAsync($"rooms/{roomId}/picture");

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        Assert.Empty(await chat.App.BlobsAsync($"user:{ada.Id}"));
        await chat.App.HasNoBlobsAsync(roomId);
    }

    [Fact]
    public async Task The_cleanup_keeps_pictures_and_deletes_uploads_that_were_not_set()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        string[] urls = [(string)(await ada.SetPictureAsync())["pictureUrl"]!, (string)(await ada.SetPictureAsync($"rooms/{roomId}/picture"))["pictureUrl"]!];
        await ada.UploadPictureAsync();
        await ada.UploadPictureAsync($"rooms/{roomId}/picture");

        await using var later = await chat.StartLaterAsync(AttachmentSweep.UnsentKept + TimeSpan.FromMinutes(1));
        await later.ForgetSweepAsync();
        await later.CleanUpAsync();

        Assert.Equal((1, 1), ((await chat.App.BlobsAsync($"user:{ada.Id}")).Count, (await chat.App.BlobsAsync(roomId)).Count));
        foreach (var url in urls)
        {
            using var download = await AttachmentCalls.DownloadAsync(url);
            Assert.Equal(HttpStatusCode.OK, download.StatusCode);
        }
    }

    private static async Task<string?> PictureOfMemberAsync(ChatUser user, string roomId, string userId) =>
        (string?)(await user.GetAsync($"rooms/{roomId}/members"))["items"]!.AsArray().Single(member => (string)member!["user"]!["id"]! == userId)!["user"]!["pictureUrl"];
}
