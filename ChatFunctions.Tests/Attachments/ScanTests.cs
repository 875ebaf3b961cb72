using System.Net;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Azurite;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Attachments;

/// <summary>An app that requires a malware scan of files. The tests set the results, as Microsoft Defender for Storage does in Azure.</summary>
public sealed class ScanFixture : OwnChatFixture
{
    protected override void Replace(IServiceCollection services) => services.Configure<AttachmentOptions>(options => options.RequireScan = true);
}

/// <summary>Files are used only after a malware scan, if the settings require it.</summary>
public sealed class ScanTests(ScanFixture chat) : IClassFixture<ScanFixture>
{
    private static readonly byte[] Content = "hello"u8.ToArray();

    [Fact]
    public async Task A_message_is_refused_until_its_file_is_scanned_and_then_stored_once()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var message = new { text = "look", clientMessageId = "one", attachments = new[] { await ada.UploadAsync(roomId, Content) } };

        using (var pending = await ada.SendAsync(HttpMethod.Post, $"rooms/{roomId}/messages", message))
        {
            await Problems.AssertAsync(pending, 503, "scan_pending");
            Assert.Equal(TimeSpan.FromSeconds(5), pending.Headers.RetryAfter?.Delta);
        }

        Assert.Empty(await ada.TextsAsync(roomId));
        await ada.RefusedAsync(503, "scan_pending", HttpMethod.Post, $"rooms/{roomId}/messages/batch", new { messages = new[] { message } });

        await SetResultAsync(roomId, "No threats found");
        await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages", message);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/messages", message);
        Assert.Equal(["look"], await ada.TextsAsync(roomId));
    }

    [Theory]
    [InlineData("Malicious")]
    [InlineData("Not scanned")]
    [InlineData("Error")]
    public async Task A_file_with_malware_or_without_a_result_is_deleted_and_cannot_be_sent(string result)
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var token = await ada.UploadAsync(roomId, Content);
        await SetResultAsync(roomId, result);
        var pending = await ada.UploadAsync(roomId, Content);

        await ada.UnusableAsync(roomId, pending, token);

        Assert.Single(await chat.App.BlobsAsync(roomId));
        await ada.UnusableAsync(roomId, token);
        Assert.Empty(await ada.TextsAsync(roomId));
    }

    [Fact]
    public async Task A_thumbnail_is_scanned_too_and_one_with_malware_is_left_out()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        var token = await ada.UploadAsync(roomId, Content, "a.png", "image/png", thumbnail: Content);
        await SetResultAsync(roomId, "No threats found", name => !name.EndsWith(".thumb", StringComparison.Ordinal));
        await ada.RefusedAsync(503, "scan_pending", HttpMethod.Post, $"rooms/{roomId}/messages", new { attachments = new[] { token } });

        await SetResultAsync(roomId, "Malicious", name => name.EndsWith(".thumb", StringComparison.Ordinal));
        var sent = await ada.SendFilesAsync(roomId, token);

        Assert.Null(sent["attachments"]![0]!["thumbnailUrl"]);
        Assert.Single(await chat.App.BlobsAsync(roomId));
    }

    [Fact]
    public async Task A_picture_is_refused_until_it_is_scanned()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        foreach (var (path, partition) in new[] { ("me/picture", $"user:{ada.Id}"), ($"rooms/{roomId}/picture", roomId) })
        {
            var token = await ada.UploadPictureAsync(path);
            await ada.RefusedAsync(503, "scan_pending", HttpMethod.Put, path, new { token });

            await SetResultAsync(partition, "No threats found");
            var changed = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, path, new { token });
            Assert.NotNull(changed["pictureUrl"]);

            var infected = await ada.UploadPictureAsync(path);
            await SetResultAsync(partition, "Malicious", name => !((string)changed["pictureUrl"]!).Contains(name.Split('/')[^1], StringComparison.Ordinal));
            await ada.PictureUnusableAsync(path, infected);
            Assert.Single(await chat.App.BlobsAsync(partition));
        }
    }

    [Fact]
    public async Task A_message_that_was_stored_before_scans_were_required_can_still_be_repeated()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("tea");
        await using var before = await chat.StartAnotherAsync();
        using var there = ada.At(before.Url);
        var message = new { text = "look", clientMessageId = "one", attachments = new[] { await ada.UploadAsync(roomId, Content) } };
        await there.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages", message);

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/messages", message);
    }

    [Theory]
    [InlineData("false", 0)]
    [InlineData("true", 2)]
    public async Task Results_are_read_only_if_the_setting_requires_it(string setting, int reads)
    {
        var tagReads = 0;
        using var transport = new FaultTransport(request =>
        {
            _ = request.Uri.Query.Contains("comp=tags", StringComparison.Ordinal) ? Interlocked.Increment(ref tagReads) : 0;
            return Fault.None;
        });
        await using var app = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelineTransport>(transport), $"Chat:Attachments:RequireScan={setting}");
        using var ada = await chat.NewUserAsync();
        using var there = ada.At(app.Url);
        var roomId = await ada.CreateRoomAsync("tea");
        var token = await ada.UploadAsync(roomId, Content, "a.png", "image/png", thumbnail: Content);
        await SetResultAsync(roomId, "No threats found");

        await there.SendFilesAsync(roomId, token);

        Assert.Equal(reads, tagReads);
    }

    /// <summary>Sets the result of the blobs in a partition that have none.</summary>
    private async Task SetResultAsync(string partition, string result, Func<string, bool>? filter = null)
    {
        var service = new BlobServiceClient((await AzuriteServer.SharedAsync()).ConnectionString);
        var container = service.GetBlobContainerClient($"{chat.TablePrefix}attachments".ToLowerInvariant());
        foreach (var name in (await chat.App.BlobsAsync(partition)).Where(filter ?? (_ => true)))
        {
            await container.GetBlobClient(name).SetTagsAsync(new Dictionary<string, string> { [AccountBlobs.ScanResultTag] = result });
        }
    }
}
