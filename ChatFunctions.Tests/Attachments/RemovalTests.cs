using System.Net;
using Azure.Data.Tables;
using ChatFunctions.Attachments;
using ChatFunctions.Hosting;
using ChatFunctions.Rooms;
using ChatFunctions.Rooms.Commands;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Cleanup;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Attachments;

/// <summary>When blobs are deleted.</summary>
public sealed class RemovalTests(OwnChatFixture chat) : IClassFixture<OwnChatFixture>
{
    private static readonly byte[] Content = "hello"u8.ToArray();

    [Fact]
    public async Task Deleting_a_message_deletes_its_files_and_no_other()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("delete");
        var sent = await ada.SendFilesAsync(roomId, await ada.UploadAsync(roomId, Content, "a.png", "image/png", thumbnail: [1]), await ada.UploadAsync(roomId, Content));
        var kept = await ada.SendFilesAsync(roomId, await ada.UploadAsync(roomId, Content));

        var deleted = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{sent["seq"]}");

        Assert.Null(deleted["attachments"]);
        await Eventually.IsTrueAsync(async () => (await chat.App.BlobsAsync(roomId)).Count == 1);
        using var download = await AttachmentCalls.DownloadAsync((string)kept["attachments"]![0]!["url"]!);
        Assert.Equal(HttpStatusCode.OK, download.StatusCode);
    }

    [Fact]
    public async Task A_send_that_found_an_upload_before_its_message_was_deleted_is_refused()
    {
        using var ada = await chat.NewUserAsync();
        var (roomId, ids, appender) = (await ada.CreateRoomAsync("delete"), chat.App.Services.GetRequiredService<Ids>(), chat.App.Services.GetRequiredService<RoomAppender>());
        var actor = new Actor(ada.Id, ada.Username);
        var files = new DraftFiles(["token"], [new StoredAttachment(ids.NewId(), "a.png", "image/png", 5, Width: null, Height: null, HasThumbnail: false)], Refusal: null, Blobs: null);
        Task<Outcome<Appended>> SendAsync() => appender.AppendAsync(roomId, new SendMessages(actor, [new Draft(ids.NewId(), "look", ClientMessageId: null, ReplyTo: null, files)]));
        var seq = (await SendAsync()).Value.Sent[0].Message.Seq;

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/messages/{seq}");

        Assert.Equal("attachment_unusable", (await SendAsync()).Refusal?.Code);
    }

    [Fact]
    public async Task Deleting_a_room_deletes_its_sent_and_unsent_files()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("delete");
        await ada.SendFilesAsync(roomId, await ada.UploadAsync(roomId, Content));
        await ada.UploadAsync(roomId, Content);

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}");

        await chat.App.HasNoBlobsAsync(roomId);
    }

    [Fact]
    public async Task An_erased_account_leaves_no_file_that_it_sent_even_if_the_erasure_is_interrupted_anywhere()
    {
        using var bob = await chat.NewUserAsync();
        await CrashAt.EveryWriteAsync(
            chat,
            async () =>
            {
                var ada = await chat.NewUserAsync();
                var roomId = await ada.CreateRoomAsync("erase", bob);
                await ada.SendFilesAsync(roomId, await ada.UploadAsync(roomId, Content, "a.png", "image/png", thumbnail: [1]), await ada.UploadAsync(roomId, Content));
                return (ada.Id, roomId);
            },
            (services, state) => services.GetRequiredService<RoomErasure>().EraseAsync(state.Id, state.roomId),
            async state =>
            {
                Assert.Null((await chat.App.Services.GetRequiredService<RoomErasure>().EraseAsync(state.Id, state.roomId)).Refusal);
                Assert.Empty(await chat.App.BlobsAsync(state.roomId));
                Assert.Null(((await bob.GetAsync($"rooms/{state.roomId}/messages"))["items"]![0]!)["attachments"]);
                Assert.DoesNotContain(await chat.App.KeysOfAsync(state.roomId), key => key.Contains("a:", StringComparison.Ordinal));
            });
    }

    [Fact]
    public async Task An_erasure_of_many_messages_with_ten_files_each_fits_into_its_commits()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("many", bob);
        for (var message = 0; message < 8; message++)
        {
            await ada.SendFilesAsync(roomId, await Task.WhenAll(Enumerable.Range(0, Limits.AttachmentsPerMessage).Select(_ => ada.UploadAsync(roomId, Content))));
        }

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        Assert.Empty(await chat.App.BlobsAsync(roomId));
    }

    [Fact]
    public async Task The_cleanup_deletes_unsent_files_after_a_day_and_files_without_a_message()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("cleanup");
        var sent = await ada.SendFilesAsync(roomId, await ada.UploadAsync(roomId, Content, "a.png", "image/png", thumbnail: [1]));
        var orphan = await ada.SendFilesAsync(roomId, await ada.UploadAsync(roomId, Content));
        await ada.UploadAsync(roomId, Content, "unsent.png", "image/png", thumbnail: [1]);
        var usedUp = await ada.SendFilesAsync(roomId, await ada.UploadAsync(roomId, Content));
        var rows = chat.App.Services.GetRequiredService<ChatTables>().Rooms(roomId);
        await rows.DeleteEntityAsync(roomId, RoomKeys.Attachment((string)orphan["attachments"]![0]!["id"]!));
        await rows.UpsertEntityAsync(AttachmentRow.UsedUp(roomId, (string)usedUp["attachments"]![0]!["id"]!), TableUpdateMode.Replace);
        await chat.App.CleanUpAsync();
        Assert.Equal(6, (await chat.App.BlobsAsync(roomId)).Count);

        await using var later = await chat.StartLaterAsync(AttachmentSweep.UnsentKept + TimeSpan.FromMinutes(1));
        await later.CleanUpAsync();

        var id = (string)sent["attachments"]![0]!["id"]!;
        Assert.Equal([$"{roomId}/{id}", $"{roomId}/{id}.thumb"], await chat.App.BlobsAsync(roomId));
    }

    [Fact]
    public async Task The_cleanup_deletes_a_file_that_is_larger_than_any_can_be_declared()
    {
        await using var strict = await chat.StartAnotherAsync(null, "Chat:Attachments:MaxBytes=1000");
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("oversized");
        await ada.UploadAsync(roomId, new byte[Limits.PictureBytes + 1]);
        await ada.UploadAsync(roomId, new byte[1_000]);
        await strict.ForgetSweepAsync();

        await strict.CleanUpAsync();

        Assert.Single(await chat.App.BlobsAsync(roomId));
    }

    [Fact]
    public async Task The_cleanup_visits_all_files_once_a_day_in_pages()
    {
        using var ada = await chat.NewUserAsync();
        var rooms = new[] { await ada.CreateRoomAsync("one"), await ada.CreateRoomAsync("two") };
        foreach (var roomId in rooms)
        {
            await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => ada.UploadAsync(roomId, Content)));
        }

        await using var later = await chat.StartLaterAsync(TimeSpan.FromDays(2));
        await later.ForgetSweepAsync();
        var sweep = later.Services.GetRequiredService<AttachmentSweep>();
        await Eventually.IsTrueAsync(async () => await sweep.RunAsync(blobsPerPage: 1, CancellationToken.None) == 0);

        Assert.Empty((await Task.WhenAll(rooms.Select(chat.App.BlobsAsync))).SelectMany(blobs => blobs));
        Assert.Equal(0, await sweep.RunAsync(blobsPerPage: 1, CancellationToken.None));
    }
}
