using ChatFunctions.Rooms.Commands;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Attachments;

/// <summary>Lets clients upload files to storage, and checks what they uploaded when it is used.</summary>
internal sealed class Uploads(RoomAccess access, ChatTables tables, UploadTokens tokens, IOptions<AttachmentOptions> options, Ids ids, TimeProvider clock)
{
    private static readonly string[] ThumbnailTypes = ["image/png", "image/jpeg", "image/webp"];

    public async Task<Outcome<Upload>> CreateAsync(Caller caller, string roomId, CreateUploadRequest file, CancellationToken cancellationToken)
    {
        var membership = await access.CheckAsync(caller.UserId, roomId, RoomAction.Send, cancellationToken);
        if (membership.Refusal is { } refusal)
        {
            return refusal;
        }

        if (file.Size > options.Value.MaxBytes)
        {
            return Refusal.Invalid("size", $"Use at most {options.Value.MaxBytes} bytes.");
        }

        return await DeclareAsync(new(ids.NewId(), roomId, caller.UserId, file.Name!.Trim(), file.ContentType!, file.Size!.Value, file.Width, file.Height, default), cancellationToken);
    }

    /// <summary>Answers the addresses for a picture. The caller may set the picture of the partition's room or user.</summary>
    public Task<Upload> CreatePictureAsync(Caller caller, string partition, CreatePictureRequest file, CancellationToken cancellationToken) =>
        DeclareAsync(new(ids.NewId(), partition, caller.UserId, Name: "", file.ContentType!, file.Size!.Value, Width: null, Height: null, default), cancellationToken);

    private async Task<Upload> DeclareAsync(DeclaredFile file, CancellationToken cancellationToken)
    {
        var (blobs, now) = (tables.Blobs(file.RoomId), clock.GetUtcNow());
        await blobs.PrepareUploadsAsync(cancellationToken);
        return new Upload(
            file.Id,
            tokens.Create(file with { ExpiresAt = now + UploadTokens.Lifetime }),
            blobs.UploadUrl(StoredAttachment.BlobName(file.RoomId, file.Id)),
            new Dictionary<string, string> { ["Content-Type"] = file.ContentType, ["x-ms-blob-type"] = "BlockBlob" },
            file.CanHaveThumbnail ? blobs.UploadUrl(StoredAttachment.ThumbnailName(file.RoomId, file.Id)) : null,
            now + AccountBlobs.UploadLifetime);
    }

    /// <summary>Compares an uploaded picture with what was declared.</summary>
    /// <returns>Its id; 409 <c>attachment_unusable</c>.</returns>
    public async Task<Outcome<string>> CheckPictureAsync(Caller caller, string partition, string token, CancellationToken cancellationToken) =>
        tokens.Read(token) is { IsPicture: true } file && file.RoomId == partition && file.UserId == caller.UserId && await FindAsync(file, cancellationToken) is not null
            ? file.Id
            : MessageRefusals.AttachmentUnusable;

    /// <summary>Compares the uploaded files of a message with what was declared. The message's commit decides whether it may have them.</summary>
    /// <param name="given">The tokens; null or empty: the message has no files.</param>
    public async Task<DraftFiles?> CheckAsync(Caller caller, string roomId, IReadOnlyList<string>? given, CancellationToken cancellationToken)
    {
        if (given is not { Count: > 0 })
        {
            return null;
        }

        var files = given.Select(tokens.Read).OfType<DeclaredFile>().Where(file => !file.IsPicture && file.RoomId == roomId && file.UserId == caller.UserId).DistinctBy(file => file.Id).ToList();
        var uploaded = files.Count < given.Count ? [] : (await files.SelectParallelAsync(FindAsync, cancellationToken)).OfType<StoredAttachment>().ToList();
        return new DraftFiles(given, uploaded.Count < given.Count ? null : uploaded, await tables.Blobs(roomId).TryPrepareAsync(cancellationToken));
    }

    /// <summary>Finds an uploaded file, and deletes what differs from its declaration.</summary>
    private async Task<StoredAttachment?> FindAsync(DeclaredFile file, CancellationToken cancellationToken)
    {
        var blobs = tables.Blobs(file.RoomId);
        var (name, thumbnailName) = (StoredAttachment.BlobName(file.RoomId, file.Id), StoredAttachment.ThumbnailName(file.RoomId, file.Id));
        var found = blobs.FindAsync(name, cancellationToken);
        var thumbnail = file.CanHaveThumbnail ? await blobs.FindAsync(thumbnailName, cancellationToken) : null;
        var blob = await found;
        var isAsDeclared = blob is not null && blob.ContentLength == file.Size && blob.ContentType == file.ContentType;
        var hasThumbnail = thumbnail is { ContentLength: > 0 and <= Limits.ThumbnailBytes } && ThumbnailTypes.Contains(thumbnail.ContentType);
        if (!isAsDeclared && blob is not null)
        {
            await blobs.TryDeleteAsync(name, blob.ETag, cancellationToken);
        }

        if (!hasThumbnail && thumbnail is not null)
        {
            await blobs.TryDeleteAsync(thumbnailName, thumbnail.ETag, cancellationToken);
        }

        return isAsDeclared ? new StoredAttachment(file.Id, file.Name, file.ContentType, file.Size, file.Width, file.Height, hasThumbnail) : null;
    }
}
