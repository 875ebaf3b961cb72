using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace ChatFunctions.Rooms.Log;

/// <summary>A file of a message, as clients see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The file's name.</param>
/// <param name="ContentType">The type that the uploader declared.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Width">Pixels, as the uploader declared them; null: unknown, or neither a picture nor a video.</param>
/// <param name="Height">See <paramref name="Width"/>.</param>
/// <param name="Url">The address of the file, valid for four to eight hours; null: the service can't sign addresses now.</param>
/// <param name="ThumbnailUrl">The address of a small picture of it; null: there is none.</param>
public sealed record Attachment(string Id, string Name, string ContentType, long Size, int? Width, int? Height, string? Url, string? ThumbnailUrl);

/// <summary>A file of a message, as the message's row stores it.</summary>
internal sealed record StoredAttachment(string Id, string Name, string ContentType, long Size, int? Width, int? Height, bool HasThumbnail)
{
    private const string Unsafe = "application/octet-stream";

    /// <summary>Types that a browser shows without running anything. All others are downloaded.</summary>
    private static readonly FrozenSet<string> Shown = FrozenSet.Create(
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif",
        "audio/mpeg", "audio/mp4", "audio/aac", "audio/ogg", "audio/wav", "audio/webm", "audio/flac",
        "video/mp4", "video/webm", "video/ogg", "video/quicktime");

    public Attachment ToAttachment(string roomId, AccountBlobs? blobs) => new(
        Id, Name, ContentType, Size, Width, Height,
        blobs?.DownloadUrl(BlobName(roomId, Id), Shown.Contains(ContentType) ? ContentType : Unsafe, Disposition),
        HasThumbnail ? blobs?.DownloadUrl(ThumbnailName(roomId, Id)) : null);

    public static string BlobName(string roomId, string id) => $"{Folder(roomId)}{id}";

    public static string ThumbnailName(string roomId, string id) => $"{Folder(roomId)}{id}.thumb";

    public static string[] BlobNames(string roomId, string id) => [BlobName(roomId, id), ThumbnailName(roomId, id)];

    /// <summary>The prefix of the names of a room's blobs.</summary>
    public static string Folder(string roomId) => roomId + "/";

    private string Disposition => new ContentDispositionHeaderValue(Shown.Contains(ContentType) ? "inline" : "attachment") { FileNameStar = Name }.ToString();
}

/// <summary>Says that an attachment is part of a message. Its blobs are kept as long as this row.</summary>
internal sealed record AttachmentRow : Row
{
    /// <summary>The message.</summary>
    public long Seq { get; set; }

    public static AttachmentRow Of(string roomId, string id, long seq) => new() { PartitionKey = roomId, RowKey = RoomKeys.Attachment(id), Seq = seq };
}

/// <summary>Deletes blobs of attachments whose rows a commit has deleted. The cleanup does what is interrupted.</summary>
internal sealed class AttachmentRemoval(ChatTables tables, BackgroundWork background)
{
    public void Start(string roomId, IReadOnlyList<string> ids)
    {
        if (ids.Count > 0)
        {
            background.Start($"attachments:{ids[0]}", () => RunAsync(roomId, ids));
        }
    }

    public Task RunAsync(string roomId, IEnumerable<string> ids) =>
        tables.Blobs(roomId).DeleteAsync(ids.SelectMany(id => StoredAttachment.BlobNames(roomId, id)), CancellationToken.None);
}

internal static class AttachmentAddresses
{
    /// <summary>Lets messages that were read sign the addresses of their attachments.</summary>
    public static async ValueTask PrepareAddressesAsync(this ChatTables tables, IEnumerable<Row?> rows, CancellationToken cancellationToken)
    {
        foreach (var room in rows.OfType<MessageRow>().Where(message => message.Attachments is not null).GroupBy(message => message.PartitionKey))
        {
            var blobs = await tables.Blobs(room.Key).TryPrepareAsync(cancellationToken);
            foreach (var message in room)
            {
                message.Blobs = blobs;
            }
        }
    }
}
