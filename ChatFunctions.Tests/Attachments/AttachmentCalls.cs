using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ChatFunctions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Attachments;

internal static class AttachmentCalls
{
    public static readonly byte[] Picture = [137, 80, 78, 71];

    /// <summary>An HTTP client for storage without an access token, like a browser.</summary>
    private static readonly HttpClient Storage = new();

    public static Task<JsonNode> DeclareAsync(
        this ChatUser user, string roomId, string name = "note.txt", string contentType = "text/plain", long size = 5, int? width = null, int? height = null) =>
        user.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/attachments", new { name, contentType, size, width, height });

    /// <returns>The token of an uploaded file.</returns>
    public static async Task<string> UploadAsync(this ChatUser user, string roomId, byte[] content, string name = "note.txt", string contentType = "text/plain", byte[]? thumbnail = null)
    {
        var upload = await user.DeclareAsync(roomId, name, contentType, content.Length);
        Assert.Equal(HttpStatusCode.Created, await PutAsync((string)upload["uploadUrl"]!, content, contentType));
        if (thumbnail is not null)
        {
            Assert.Equal(HttpStatusCode.Created, await PutAsync((string)upload["thumbnailUploadUrl"]!, thumbnail, "image/webp"));
        }

        return (string)upload["token"]!;
    }

    /// <summary>Uploads a picture of the user.</summary>
    /// <param name="path">Where it is declared and set.</param>
    /// <returns>Its token.</returns>
    public static async Task<string> UploadPictureAsync(this ChatUser user, string path = "me/picture", string contentType = "image/png")
    {
        var upload = await user.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, path, new { contentType, size = Picture.Length });
        Assert.Equal(HttpStatusCode.Created, await PutAsync((string)upload["uploadUrl"]!, Picture, contentType));
        return (string)upload["token"]!;
    }

    /// <summary>Uploads a picture and sets it.</summary>
    /// <returns>The user or the room.</returns>
    public static async Task<JsonNode> SetPictureAsync(this ChatUser user, string path = "me/picture") =>
        await user.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, path, new { token = await user.UploadPictureAsync(path) });

    public static Task<JsonNode> PictureUnusableAsync(this ChatUser user, string path, string token) =>
        user.RefusedAsync(409, "attachment_unusable", HttpMethod.Put, path, new { token });

    /// <summary>Sends uploaded files.</summary>
    public static Task<JsonNode> SendFilesAsync(this ChatUser user, string roomId, params string[] attachments) =>
        user.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{roomId}/messages", new { attachments });

    public static Task<JsonNode> UnusableAsync(this ChatUser user, string roomId, params string[] attachments) =>
        user.RefusedAsync(409, "attachment_unusable", HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "look", attachments });

    public static async Task<HttpStatusCode> PutAsync(string url, byte[] content, string contentType)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = body };
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        using var response = await Storage.SendAsync(request);
        return response.StatusCode;
    }

    public static Task<HttpResponseMessage> DownloadAsync(string url) => Storage.GetAsync(url);

    /// <summary>Names of the blobs of a room.</summary>
    public static async Task<List<string>> BlobsAsync(this ChatInstance app, string roomId)
    {
        var (blobs, _) = await app.Services.GetRequiredService<ChatTables>().Blobs(roomId).PageAsync(continuation: null, most: 5_000, CancellationToken.None);
        return [.. blobs.Select(blob => blob.Name).Where(name => name.StartsWith(roomId, StringComparison.Ordinal))];
    }

    public static Task HasNoBlobsAsync(this ChatInstance app, string roomId) => Eventually.IsTrueAsync(async () => (await app.BlobsAsync(roomId)).Count == 0);
}
