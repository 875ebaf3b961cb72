using System.Text.Json.Serialization.Metadata;
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
        return await DeclareAndUploadAsync(request, content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets the current user's picture.</summary>
    /// <param name="content">The picture, from its position to its end; a square of 256 pixels is enough. It must be seekable.</param>
    /// <param name="contentType"><c>image/jpeg</c>, <c>image/png</c>, <c>image/webp</c> or <c>image/gif</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<User> SetPictureAsync(Stream content, string contentType, CancellationToken cancellationToken = default) =>
        SetPictureAsync("me/picture", content, contentType, ApiJson.Default.User, cancellationToken);

    /// <summary>Removes the picture that the current user has uploaded.</summary>
    public Task<User> RemovePictureAsync(CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete("me/picture"), ApiJson.Default.User, cancellationToken);

    /// <summary>Sets the picture of a room.</summary>
    /// <inheritdoc cref="SetPictureAsync(Stream, string, CancellationToken)"/>
    public Task<Room> SetRoomPictureAsync(string roomId, Stream content, string contentType, CancellationToken cancellationToken = default) =>
        SetPictureAsync($"{ApiPaths.Room(roomId)}/picture", content, contentType, ApiJson.Default.Room, cancellationToken);

    /// <summary>Removes the picture of a room.</summary>
    public Task<Room> RemoveRoomPictureAsync(string roomId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete($"{ApiPaths.Room(roomId)}/picture"), ApiJson.Default.Room, cancellationToken);

    /// <summary>Downloads a file of a message.</summary>
    /// <param name="attachment">The file.</param>
    /// <param name="destination">Where to write it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task DownloadAsync(Attachment attachment, Stream destination, CancellationToken cancellationToken = default) =>
        _transport.DownloadAsync(attachment.Url ?? throw new ChatApiException("This file has no address now. Get the message again."), destination, cancellationToken);

    private async Task<T> SetPictureAsync<T>(string path, Stream content, string contentType, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var declared = new CreatePictureRequest(contentType, content.Length - content.Position);
        var request = ApiRequest.Post(path, declared, ApiJson.Default.CreatePictureRequest) with { IsIdempotent = true };
        var token = await DeclareAndUploadAsync(request, content, cancellationToken).ConfigureAwait(false);
        return await SendAsync(ApiRequest.Put(path, new SetPictureRequest(token), ApiJson.Default.SetPictureRequest), type, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> DeclareAndUploadAsync(ApiRequest request, Stream content, CancellationToken cancellationToken)
    {
        var upload = await SendAsync(request, ApiJson.Default.Upload, cancellationToken).ConfigureAwait(false);
        await _transport.UploadAsync(upload, content, cancellationToken).ConfigureAwait(false);
        return upload.Token;
    }
}
