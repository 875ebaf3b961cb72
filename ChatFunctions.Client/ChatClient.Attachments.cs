using ChatFunctions.Client.Http;

namespace ChatFunctions.Client;

public sealed partial class ChatClient
{
    /// <summary>Uploads a file for a message.</summary>
    /// <param name="roomId">The room of the message.</param>
    /// <param name="content">The file, from its position to its end. It must be seekable.</param>
    /// <param name="name">The file's name, without a path.</param>
    /// <param name="contentType">The media type, such as <c>image/png</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A token for <see cref="NewMessage.Attachments"/>, valid for a day and for one message to this room.</returns>
    public async Task<string> UploadAsync(
        string roomId, Stream content, string name, string contentType = "application/octet-stream", CancellationToken cancellationToken = default)
    {
        var declared = new CreateUploadRequest(name, contentType, content.Length - content.Position);
        var request = ApiRequest.Post($"{ApiPaths.Room(roomId)}/attachments", declared, ApiJson.Default.CreateUploadRequest) with { IsIdempotent = true };
        var upload = await SendAsync(request, ApiJson.Default.Upload, cancellationToken).ConfigureAwait(false);
        await _transport.UploadAsync(upload, content, cancellationToken).ConfigureAwait(false);
        return upload.Token;
    }

    /// <summary>Downloads a file of a message.</summary>
    /// <param name="attachment">The file.</param>
    /// <param name="destination">Where to write it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task DownloadAsync(Attachment attachment, Stream destination, CancellationToken cancellationToken = default) =>
        _transport.DownloadAsync(attachment.Url ?? throw new ChatApiException("This file has no address now. Get the message again."), destination, cancellationToken);
}
