using Azure.Storage.Blobs.Models;
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

    /// <summary>Checks an uploaded picture.</summary>
    /// <returns>Its id; 409 <c>attachment_unusable</c>; 503 <c>scan_pending</c>.</returns>
    public async Task<Outcome<string>> CheckPictureAsync(Caller caller, string partition, string token, CancellationToken cancellationToken)
    {
        if (tokens.Read(token) is not { IsPicture: true } file || file.RoomId != partition || file.UserId != caller.UserId)
        {
            return MessageRefusals.AttachmentUnusable;
        }

        return (await FindAsync(file, cancellationToken)).Refusal is { } refusal ? refusal : file.Id;
    }

    /// <summary>Checks the uploaded files of a message. The message's commit decides whether it may have them.</summary>
    /// <param name="given">The tokens; null or empty: the message has no files.</param>
    public async Task<DraftFiles?> CheckAsync(Caller caller, string roomId, IReadOnlyList<string>? given, CancellationToken cancellationToken)
    {
        if (given is not { Count: > 0 })
        {
            return null;
        }

        var files = given.Select(tokens.Read).OfType<DeclaredFile>().Where(file => !file.IsPicture && file.RoomId == roomId && file.UserId == caller.UserId).DistinctBy(file => file.Id).ToList();
        IReadOnlyList<Outcome<StoredAttachment>> found = files.Count < given.Count ? [MessageRefusals.AttachmentUnusable] : await files.SelectParallelAsync(FindAsync, cancellationToken);
        // 409 has precedence over 503, which clients repeat.
        var refusal = found.Select(file => file.Refusal).OfType<Refusal>().MinBy(refusal => refusal.Status);
        return new DraftFiles(given, refusal is null ? [.. found.Select(file => file.Value)] : [], refusal, await tables.Blobs(roomId).TryPrepareAsync(cancellationToken));
    }

    private async Task<Outcome<StoredAttachment>> FindAsync(DeclaredFile file, CancellationToken cancellationToken)
    {
        var blobs = tables.Blobs(file.RoomId);
        var checkedFile = CheckAsync(
            blobs, StoredAttachment.BlobName(file.RoomId, file.Id), blob => blob.ContentLength == file.Size && blob.ContentType == file.ContentType, cancellationToken);
        var thumbnailRefusal = !file.CanHaveThumbnail ? MessageRefusals.AttachmentUnusable : await CheckAsync(
            blobs,
            StoredAttachment.ThumbnailName(file.RoomId, file.Id),
            blob => blob.ContentLength is > 0 and <= Limits.ThumbnailBytes && ThumbnailTypes.Contains(blob.ContentType),
            cancellationToken);
        if ((await checkedFile ?? (thumbnailRefusal == MessageRefusals.ScanPending ? thumbnailRefusal : null)) is { } refusal)
        {
            return refusal;
        }

        return new StoredAttachment(file.Id, file.Name, file.ContentType, file.Size, file.Width, file.Height, HasThumbnail: thumbnailRefusal is null);
    }

    /// <summary>Checks an uploaded blob, and deletes one that differs from its declaration, has malware, or couldn't be scanned.</summary>
    private async Task<Refusal?> CheckAsync(AccountBlobs blobs, string name, Func<BlobProperties, bool> isAsDeclared, CancellationToken cancellationToken)
    {
        if (await blobs.FindAsync(name, cancellationToken) is not { } blob)
        {
            return MessageRefusals.AttachmentUnusable;
        }

        if (isAsDeclared(blob))
        {
            switch (options.Value.RequireScan ? await blobs.ScanResultAsync(name, cancellationToken) : AccountBlobs.NoThreatsFound)
            {
                case AccountBlobs.NoThreatsFound:
                    return null;
                case null:
                    return MessageRefusals.ScanPending;
            }
        }

        await blobs.TryDeleteAsync(name, blob.ETag, cancellationToken);
        return MessageRefusals.AttachmentUnusable;
    }
}
