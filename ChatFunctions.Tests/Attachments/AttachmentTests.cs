using System.Net;
using System.Text.Json.Nodes;

namespace ChatFunctions.Tests.Attachments;

/// <summary>Files as parts of messages.</summary>
public sealed class AttachmentTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private static readonly byte[] Content = "hello"u8.ToArray();

    [Fact]
    public async Task Members_get_a_sent_file_live_and_in_the_history_and_can_download_it()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("files", bob);
        await using var live = await LiveConnection.OpenAsync(bob);
        var token = await ada.UploadAsync(roomId, Content, "Grüße 1.png", "image/png", thumbnail: [1, 2, 3]);

        var sent = await ada.SendFilesAsync(roomId, token);

        var file = Assert.Single(sent["attachments"]!.AsArray())!;
        Assert.Equal(("Grüße 1.png", "image/png", 5), ((string?)file["name"], (string?)file["contentType"], (int)file["size"]!));
        await Eventually.IsTrueAsync(() => live.EventsOf(roomId).Any(happened => JsonNode.DeepEquals(happened["attachments"], sent["attachments"])));
        var seq = (long)sent["seq"]!;
        var places = new[]
        {
            (await bob.GetAsync($"rooms/{roomId}/messages"))["items"]![0],
            await bob.GetAsync($"rooms/{roomId}/messages/{seq}"),
            (await bob.GetAsync($"rooms/{roomId}/events?after={seq - 1}"))["events"]![0],
            (await bob.GetAsync("rooms"))["items"]![0]!["lastMessage"],
            (await ada.GetAsync("me/export"))["rooms"]![0]!["messages"]![0],
        };
        Assert.All(places, place => Assert.True(JsonNode.DeepEquals(sent["attachments"], place!["attachments"]), place.ToJsonString()));
        using var download = await AttachmentCalls.DownloadAsync((string)file["url"]!);
        Assert.Equal(Content, await download.Content.ReadAsByteArrayAsync());
        using var thumbnail = await AttachmentCalls.DownloadAsync((string)file["thumbnailUrl"]!);
        Assert.Equal((3, "image/webp"), ((int)thumbnail.Content.Headers.ContentLength!, thumbnail.Content.Headers.ContentType!.MediaType));
    }

    [Theory]
    [InlineData("image/png", "image/png", "inline")]
    [InlineData("video/mp4", "video/mp4", "inline")]
    [InlineData("audio/mpeg", "audio/mpeg", "inline")]
    [InlineData("text/html", "application/octet-stream", "attachment")]
    [InlineData("image/svg+xml", "application/octet-stream", "attachment")]
    [InlineData("application/xhtml+xml", "application/octet-stream", "attachment")]
    [InlineData("application/pdf", "application/octet-stream", "attachment")]
    [InlineData("text/javascript", "application/octet-stream", "attachment")]
    public async Task Only_pictures_audio_and_video_are_shown_and_everything_else_is_downloaded(string declared, string served, string disposition)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("files");
        const string Name = "a\"; filename=evil.html; ' %0d%0a <script>.bin";
        var sent = await ada.SendFilesAsync(roomId, await ada.UploadAsync(roomId, "<script>alert(1)</script>"u8.ToArray(), Name, declared));
        var url = (string)sent["attachments"]![0]!["url"]!;

        using var download = await AttachmentCalls.DownloadAsync(url);

        Assert.Equal(served, download.Content.Headers.ContentType!.MediaType);
        Assert.Equal((disposition, Name), (download.Content.Headers.ContentDisposition!.DispositionType, download.Content.Headers.ContentDisposition.FileNameStar));
        Assert.NotEqual(chat.App.Url.Authority, new Uri(url).Authority);
    }

    [Fact]
    public async Task A_download_address_reads_one_file_only()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("files");
        var token = await ada.UploadAsync(roomId, Content);
        var (one, other) = (await ada.SendFilesAsync(roomId, token), await ada.SendFilesAsync(roomId, await ada.UploadAsync(roomId, Content)));
        var (url, otherId) = ((string)one["attachments"]![0]!["url"]!, (string)other["attachments"]![0]!["id"]!);

        using var another = await AttachmentCalls.DownloadAsync(url.Replace((string)one["attachments"]![0]!["id"]!, otherId, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, another.StatusCode);
        using var shown = await AttachmentCalls.DownloadAsync(url.Replace("rscd=attachment", "rscd=inline", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, shown.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await AttachmentCalls.PutAsync(url, Content, "text/plain"));
    }

    [Fact]
    public async Task Concurrent_sends_on_two_instances_add_a_file_to_one_message_only()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("once");
        var token = await ada.UploadAsync(roomId, Content);
        await using var other = await chat.StartAnotherAsync();
        using var there = ada.At(other.Url);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n =>
            (n % 2 == 0 ? ada : there).SendAsync(HttpMethod.Post, $"rooms/{roomId}/messages", new { text = $"{n}", attachments = new[] { token } })));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Single(await ada.TextsAsync(roomId));
        await ada.UnusableAsync(roomId, token);
    }

    [Fact]
    public async Task A_repeated_send_answers_with_the_first_message_and_another_file_is_refused()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("again");
        var (token, other) = (await ada.UploadAsync(roomId, Content), await ada.UploadAsync(roomId, Content));
        var body = new { clientMessageId = "a-1", attachments = new[] { token } };
        var first = await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages", body);
        await using var another = await chat.StartAnotherAsync();
        using var there = ada.At(another.Url);

        var again = await there.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/messages", body);

        Assert.True(JsonNode.DeepEquals(first, again), again.ToJsonString());
        await ada.RefusedAsync(409, "client_message_id_reused", HttpMethod.Post, $"rooms/{roomId}/messages", new { clientMessageId = "a-1", attachments = new[] { other } });
    }

    [Fact]
    public async Task A_message_needs_a_text_or_a_file_and_has_ten_files_at_most()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("count");
        var tokens = await Task.WhenAll(Enumerable.Range(0, Limits.AttachmentsPerMessage).Select(_ => ada.UploadAsync(roomId, Content)));

        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"rooms/{roomId}/messages", new { attachments = Array.Empty<string>() });
        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Post, $"rooms/{roomId}/messages", new { attachments = tokens.Append("one more") });
        await ada.RefusedAsync(
            400, "validation_failed", HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages = new[] { new { attachments = tokens }, new { attachments = tokens[..1] } } });
        await ada.UnusableAsync(roomId, tokens[0], tokens[0]);
        Assert.Equal(10, (await ada.SendFilesAsync(roomId, tokens))["attachments"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_file_can_be_in_one_message_of_a_batch_only()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("batch");
        var token = await ada.UploadAsync(roomId, Content);

        await ada.RefusedAsync(
            409, "attachment_unusable", HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages = new[] { new { attachments = new[] { token } }, new { attachments = new[] { token } } } });
        var sent = await ada.ExpectAsync(
            HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages = new object[] { new { text = "one" }, new { attachments = new[] { token } } } });

        Assert.Equal("note.txt", (string?)sent["items"]![1]!["attachments"]![0]!["name"]);
    }

    [Fact]
    public async Task An_edit_and_a_reaction_keep_the_files()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("edit");
        var sent = await ada.SendFilesAsync(roomId, await ada.UploadAsync(roomId, Content));
        var path = $"rooms/{roomId}/messages/{sent["seq"]}";

        var edited = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, path, new { text = "with a caption" });
        var reacted = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"{path}/reactions/👍");

        Assert.All(new[] { edited, reacted }, message => Assert.True(JsonNode.DeepEquals(sent["attachments"], message["attachments"])));
    }

    [Fact]
    public async Task A_thumbnail_that_is_too_large_or_no_picture_is_not_shown()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("thumbnails");
        var (large, page) = (await ada.DeclareAsync(roomId, "a.png", "image/png"), await ada.DeclareAsync(roomId, "b.png", "image/png"));
        foreach (var (upload, thumbnail, type) in new[] { (large, new byte[Limits.ThumbnailBytes + 1], "image/png"), (page, Content, "text/html") })
        {
            await AttachmentCalls.PutAsync((string)upload["uploadUrl"]!, Content, "image/png");
            await AttachmentCalls.PutAsync((string)upload["thumbnailUploadUrl"]!, thumbnail, type);
        }

        var sent = await ada.SendFilesAsync(roomId, (string)large["token"]!, (string)page["token"]!);

        Assert.All(sent["attachments"]!.AsArray(), attachment => Assert.Null(attachment!["thumbnailUrl"]));
    }

    [Fact]
    public async Task Files_are_found_by_their_names_and_by_having_one()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("search");
        await ada.SendMessageAsync(roomId, "the report is coming");
        var sent = await ada.SendFilesAsync(roomId, await ada.UploadAsync(roomId, Content, "Quarterly-Report.pdf", "application/pdf"));

        Assert.Equal([(long)sent["seq"]!], await FindAsync("has=file"));
        Assert.Equal([(long)sent["seq"]!], await FindAsync("q=quarterly"));
        Assert.Equal(2, (await FindAsync("q=report")).Count);
        Assert.Empty(await FindAsync("has=link"));

        async Task<List<long>> FindAsync(string query) =>
            [.. (await ada.GetAsync($"rooms/{roomId}/messages/search?{query}"))["items"]!.AsArray().Select(hit => (long)hit!["message"]!["seq"]!)];
    }
}
