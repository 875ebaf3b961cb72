using System.Net;
using System.Text;
using ChatFunctions.Tests.Hosting;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Tests.Attachments;

/// <summary>Who can upload what, and what the addresses allow.</summary>
public sealed class UploadTests(FakeTimeFixture chat) : IClassFixture<FakeTimeFixture>
{
    private static readonly byte[] Content = "hello"u8.ToArray();

    [Fact]
    public async Task Only_users_who_can_send_in_a_room_can_upload_to_it()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var reader = await chat.NewUserAsync();
        var (closed, open) = (await ada.CreateRoomAsync("private"), await ada.CreatePublicRoomAsync("public"));
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{closed}/members/{reader.Id}", new { role = "reader" });
        var file = new { name = "a.txt", contentType = "text/plain", size = 5 };

        await bob.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{closed}/attachments", file);
        await bob.RefusedAsync(403, "not_a_member", HttpMethod.Post, $"rooms/{open}/attachments", file);
        await reader.RefusedAsync(403, "forbidden", HttpMethod.Post, $"rooms/{closed}/attachments", file);
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        using var response = await anonymous.PostAsync($"rooms/{closed}/attachments", content: null);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_back_end_can_send_files()
    {
        using var ada = await chat.NewUserAsync();
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var roomId = await ada.CreateRoomAsync("orders");
        var upload = await shop.ExpectAsync(201, "POST", $"rooms/{roomId}/attachments", new { name = "invoice.pdf", contentType = "application/pdf", size = 5 });
        Assert.Equal(HttpStatusCode.Created, await AttachmentCalls.PutAsync((string)upload["uploadUrl"]!, Content, "application/pdf"));

        await shop.ExpectAsync(201, "POST", $"rooms/{roomId}/messages", new { attachments = new[] { (string)upload["token"]! } });

        Assert.Equal("invoice.pdf", (string?)(await ada.GetAsync($"rooms/{roomId}/messages"))["items"]![0]!["attachments"]![0]!["name"]);
    }

    [Theory]
    [InlineData("../../etc/passwd", "text/plain", 5, "name")]
    [InlineData("..\\boot.ini", "text/plain", 5, "name")]
    [InlineData("line\nbreak", "text/plain", 5, "name")]
    [InlineData("invoice\u202Egpj.exe", "text/plain", 5, "name")]
    [InlineData("", "text/plain", 5, "name")]
    [InlineData("a", "text/html\r\nX-Evil: 1", 5, "contentType")]
    [InlineData("a", "text/html; charset=utf-8", 5, "contentType")]
    [InlineData("a", "TEXT/HTML", 5, "contentType")]
    [InlineData("a", "", 5, "contentType")]
    [InlineData("a", "text/plain", 0, "size")]
    [InlineData("a", "text/plain", -1, "size")]
    [InlineData("a", "text/plain", Limits.AttachmentBytes + 1L, "size")]
    [InlineData("a", "text/plain", long.MaxValue, "size")]
    public async Task A_declaration_that_is_hostile_or_too_large_is_refused(string name, string contentType, long size, string field)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room");

        var problem = await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"rooms/{roomId}/attachments", new { name, contentType, size });

        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(70_000)]
    public async Task An_impossible_width_is_refused(int width)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room");

        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"rooms/{roomId}/attachments", new { name = "a.png", contentType = "image/png", size = 5, width, height = 10_000 });
    }

    [Fact]
    public async Task An_upload_address_writes_one_blob_once_and_reads_nothing()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room");
        var url = (string)(await ada.DeclareAsync(roomId))["uploadUrl"]!;
        Assert.Equal(HttpStatusCode.Created, await AttachmentCalls.PutAsync(url, Content, "text/plain"));

        Assert.Equal(HttpStatusCode.Forbidden, await AttachmentCalls.PutAsync(url, "other"u8.ToArray(), "text/plain"));
        using var read = await AttachmentCalls.DownloadAsync(url);
        Assert.Equal(HttpStatusCode.Forbidden, read.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await AttachmentCalls.PutAsync(url.Replace(roomId, "anotherroom1234", StringComparison.Ordinal), Content, "text/plain"));
        using var list = await AttachmentCalls.DownloadAsync(url.Split('?')[0].Split($"/{roomId}")[0] + "?restype=container&comp=list&" + url.Split('?')[1]);
        Assert.Equal(HttpStatusCode.Forbidden, list.StatusCode);
    }

    [Fact]
    public async Task A_file_that_differs_from_its_declaration_cannot_be_sent()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room");
        var (missing, longer, other) = (await ada.DeclareAsync(roomId), await ada.DeclareAsync(roomId), await ada.DeclareAsync(roomId));
        await AttachmentCalls.PutAsync((string)longer["uploadUrl"]!, Encoding.UTF8.GetBytes("longer than declared"), "text/plain");
        await AttachmentCalls.PutAsync((string)other["uploadUrl"]!, Content, "text/html");

        await ada.UnusableAsync(roomId, (string)missing["token"]!);
        await ada.UnusableAsync(roomId, (string)longer["token"]!);
        await ada.UnusableAsync(roomId, (string)other["token"]!);
        Assert.Empty(await ada.TextsAsync(roomId));
    }

    [Theory]
    [InlineData("hello, this is longer", "text/plain")]
    [InlineData("hell", "text/plain")]
    [InlineData("hello", "text/html")]
    public async Task A_refused_file_is_deleted_and_can_be_uploaded_again(string content, string contentType)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room");
        var upload = await ada.DeclareAsync(roomId);
        await AttachmentCalls.PutAsync((string)upload["uploadUrl"]!, Encoding.UTF8.GetBytes(content), contentType);
        Assert.Single(await chat.App.BlobsAsync(roomId));

        await ada.UnusableAsync(roomId, (string)upload["token"]!);

        Assert.Empty(await chat.App.BlobsAsync(roomId));
        Assert.Equal(HttpStatusCode.Created, await AttachmentCalls.PutAsync((string)upload["uploadUrl"]!, Content, "text/plain"));
        await ada.SendFilesAsync(roomId, (string)upload["token"]!);
    }

    [Fact]
    public async Task A_thumbnail_that_is_too_large_is_deleted_and_the_picture_is_sent()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room");
        var token = await ada.UploadAsync(roomId, Content, "a.png", "image/png", thumbnail: new byte[Limits.ThumbnailBytes + 1]);

        var sent = await ada.SendFilesAsync(roomId, token);

        Assert.Null(sent["attachments"]![0]!["thumbnailUrl"]);
        Assert.Single(await chat.App.BlobsAsync(roomId));
    }

    [Fact]
    public async Task The_settings_limit_the_size_and_number_of_files()
    {
        await using var strict = await chat.StartAnotherAsync(null, "Chat:Attachments:MaxBytes=4", "Chat:Attachments:MaxPerMessage=1");
        using var ada = await chat.NewUserAsync();
        using var limited = ChatUser.Of(strict.Url, ada.Session);
        var roomId = await ada.CreateRoomAsync("room");

        var limits = await limited.GetAsync("limits");
        Assert.Equal((4, 1), ((int)limits["attachmentBytes"]!, (int)limits["attachmentsPerMessage"]!));
        var problem = await limited.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"rooms/{roomId}/attachments", new { name = "a.txt", contentType = "text/plain", size = 5 });
        Assert.Equal("Use at most 4 bytes.", (string?)problem["errors"]!["size"]![0]);
        var (one, two) = (await limited.UploadAsync(roomId, "four"u8.ToArray()), await limited.UploadAsync(roomId, "more"u8.ToArray()));
        await limited.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"rooms/{roomId}/messages", new { attachments = new[] { one, two } });
        await limited.SendFilesAsync(roomId, one);
    }

    [Theory]
    [InlineData("Chat:Attachments:MaxBytes=0", "The setting Chat__Attachments__MaxBytes must be from 1 to 2000000000.")]
    [InlineData("Chat:Attachments:MaxPerMessage=11", "The setting Chat__Attachments__MaxPerMessage must be from 1 to 10.")]
    public async Task Limits_that_are_out_of_range_are_refused_at_start(string setting, string reason)
    {
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => chat.StartAnotherAsync(null, setting));

        Assert.Contains(reason, Assert.IsType<OptionsValidationException>(thrown.GetBaseException()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_another_user_or_for_another_room_cannot_be_sent()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var (roomId, other) = (await ada.CreateRoomAsync("room", bob), await ada.CreateRoomAsync("other"));
        var token = await ada.UploadAsync(roomId, Content);

        await bob.UnusableAsync(roomId, token);
        await ada.UnusableAsync(other, token);
        await ada.SendFilesAsync(roomId, token);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("e30.AAAA")]
    public async Task A_token_that_the_service_did_not_sign_is_refused(string token)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room");

        await ada.UnusableAsync(roomId, token);
        var signed = (await ada.UploadAsync(roomId, Content)).Split('.');
        await ada.UnusableAsync(roomId, $"{signed[0][..^2]}AA.{signed[1]}");
        await ada.UnusableAsync(roomId, (string)ada.Session["accessToken"]!);
    }

    [Fact]
    public async Task A_file_can_be_sent_for_a_day()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("room");
        var token = await ada.UploadAsync(roomId, Content);

        chat.Time.Advance(TimeSpan.FromDays(1));

        using var later = ChatUser.Of(chat.App.Url, await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "refresh", new { refreshToken = (string)ada.Session["refreshToken"]!, attemptId = Guid.NewGuid() }));
        await later.UnusableAsync(roomId, token);
    }
}
