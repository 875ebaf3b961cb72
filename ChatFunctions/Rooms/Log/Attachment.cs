using System.Collections.Frozen;
using System.Runtime.Serialization;
using Microsoft.Net.Http.Headers;

namespace ChatFunctions.Rooms.Log;

/// <summary>A file of a message, as clients see it.</summary>
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

    /// <param name="partition">A room, or the partition of the user whose picture it is.</param>
    public static string BlobName(string partition, string id) => $"{Folder(partition)}{id}";

    public static string ThumbnailName(string roomId, string id) => $"{Folder(roomId)}{id}.thumb";

    public static string[] BlobNames(string partition, string id) => [BlobName(partition, id), ThumbnailName(partition, id)];

    /// <summary>The prefix of the names of a partition's blobs.</summary>
    public static string Folder(string partition) => partition + "/";

    private string Disposition => new ContentDispositionHeaderValue(Shown.Contains(ContentType) ? "inline" : "attachment") { FileNameStar = Name }.ToString();
}

/// <summary>
/// Says that a file is part of a message, or the room's picture, or was one and is used up: a request may have found its blob before it was deleted.
/// </summary>
internal sealed record AttachmentRow : Row
{
    /// <summary>The message, or the event that set the picture, as long as they have it; otherwise 0.</summary>
    public long Seq { get; set; }

    [IgnoreDataMember]
    public bool IsUsedUp => Seq == 0;

    public static AttachmentRow Of(string roomId, string id, long seq) => new() { PartitionKey = roomId, RowKey = RoomKeys.Attachment(id), Seq = seq };

    public static AttachmentRow UsedUp(string roomId, string id) => Of(roomId, id, seq: 0);
}

/// <summary>Deletes blobs that rows no longer refer to. The cleanup does what is interrupted.</summary>
internal sealed class AttachmentRemoval(ChatTables tables, BackgroundWork background)
{
    public void Start(string partition, IReadOnlyList<string> ids)
    {
        if (ids.Count > 0)
        {
            background.Start($"attachments:{ids[0]}", () => RunAsync(partition, ids));
        }
    }

    public Task RunAsync(string partition, IEnumerable<string> ids) =>
        tables.Blobs(partition).DeleteAsync(ids.SelectMany(id => StoredAttachment.BlobNames(partition, id)), CancellationToken.None);
}

/// <summary>A row that can refer to blobs.</summary>
internal abstract record RowWithBlobs : Row
{
    /// <summary>The partition whose blobs it refers to; null: it refers to none.</summary>
    [IgnoreDataMember]
    public abstract string? BlobPartition { get; }

    /// <summary>Signs their addresses; null: no address can be signed.</summary>
    [IgnoreDataMember]
    public AccountBlobs? Blobs { get; set; }
}

internal static class BlobAddresses
{
    /// <summary>Lets rows that were read sign the addresses of their blobs.</summary>
    public static async ValueTask PrepareAddressesAsync(this ChatTables tables, IEnumerable<Row?> rows, CancellationToken cancellationToken)
    {
        foreach (var account in rows.OfType<RowWithBlobs>().Where(row => row.BlobPartition is not null).GroupBy(row => tables.Blobs(row.BlobPartition!)))
        {
            var blobs = await account.Key.TryPrepareAsync(cancellationToken);
            foreach (var row in account)
            {
                row.Blobs = blobs;
            }
        }
    }

    /// <returns>The address of a picture; null: there is none, or no address can be signed.</returns>
    public static string? PictureUrl(this RowWithBlobs row, string? picture) =>
        row.BlobPartition is { } partition && picture is not null ? row.Blobs?.DownloadUrl(StoredAttachment.BlobName(partition, picture)) : null;
}
