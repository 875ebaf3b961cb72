using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Storage.Blobs.Models;
using ChatFunctions.Rooms.Commands;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Attachments;

internal sealed class AttachmentFunctions(Uploads uploads, RoomAccess access)
{
    /// <summary>Answers the addresses for an upload. Nothing is stored until the file is uploaded.</summary>
    [AllowServer]
    [Function("CreateUpload")]
    public Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "rooms/{roomId}/attachments")] HttpRequest request, string roomId, CancellationToken cancellationToken) =>
        request.ReadAsync<CreateUploadRequest, CreateUploadValidator>(cancellationToken)
            .Then(body => access.CheckAsync(request.Caller().UserId, roomId, RoomAction.Send, cancellationToken)
                .Then(_ => uploads.CreateAsync(request.Caller(), roomId, body, cancellationToken)))
            .ToResult(upload => TypedResults.Created((string?)null, upload));
}

/// <summary>Body of <c>POST /rooms/{roomId}/attachments</c>.</summary>
/// <param name="ContentType">Its media type, such as <c>image/png</c>, without parameters.</param>
/// <param name="Width">Pixels of a picture or video.</param>
/// <param name="Height">Pixels of a picture or video.</param>
public sealed record CreateUploadRequest(string? Name, string? ContentType, long? Size, int? Width, int? Height);

/// <summary>Where and how to upload a file, and the token by which a message then names it.</summary>
/// <param name="Token">Names the file in a message to this room, for a day.</param>
/// <param name="UploadUrl">The address for one <c>PUT</c> of the file.</param>
/// <param name="UploadHeaders">The headers of that request.</param>
/// <param name="ThumbnailUploadUrl">The address for one <c>PUT</c> of a small PNG, JPEG or WebP picture; only for pictures and videos.</param>
/// <param name="ExpiresAt">When the addresses expire.</param>
public sealed record Upload(
    string Id, string Token, string UploadUrl, IReadOnlyDictionary<string, string> UploadHeaders, string? ThumbnailUploadUrl, DateTimeOffset ExpiresAt);

internal sealed class CreateUploadValidator : AbstractValidator<CreateUploadRequest>
{
    public CreateUploadValidator()
    {
        RuleFor(file => file.Name).SetValidator(new NameValidator<CreateUploadRequest>(Limits.AttachmentNameLength))
            .Must(name => name?.IndexOfAny(['/', '\\']) is null or < 0).WithMessage("Use a file name without a path.");
        RuleFor(file => file.ContentType).NotEmpty().Length(3, Limits.ContentTypeLength)
            .Matches("^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$(?!\\n)").WithMessage("Use a media type in lower case, such as image/png.");
        RuleFor(file => file.Size).NotNull().InclusiveBetween(1, AttachmentOptions.MostBytes);
        RuleFor(file => file.Width).InclusiveBetween(1, Limits.PixelsPerSide);
        RuleFor(file => file.Height).InclusiveBetween(1, Limits.PixelsPerSide);
    }
}

internal static class AttachmentServices
{
    public static IServiceCollection AddAttachments(this IServiceCollection services) => services
        .AddSingleton<Uploads>()
        .AddSingleton<AttachmentSweep>();
}

/// <summary>Lets clients upload files to storage, and checks what they uploaded when it is used.</summary>
internal sealed class Uploads(ChatTables tables, IOptions<AttachmentOptions> options, IOptions<TokenOptions> keys, Ids ids, TimeProvider clock)
{
    /// <summary>How long after its upload began a file can be sent.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(1);

    private const string Purpose = "upload";

    private static readonly string[] ThumbnailTypes = ["image/png", "image/jpeg", "image/webp"];

    /// <summary>Answers the addresses for an attachment. The caller may send messages in the room.</summary>
    public async Task<Outcome<Upload>> CreateAsync(Caller caller, string roomId, CreateUploadRequest file, CancellationToken cancellationToken) => file.Size > options.Value.MaxBytes
        ? Refusal.Invalid("size", $"Use at most {options.Value.MaxBytes} bytes.")
        : await DeclareAsync(new(ids.NewId(), roomId, caller.UserId, file.Name!.Trim(), file.ContentType!, file.Size!.Value, file.Width, file.Height, default), cancellationToken);

    /// <summary>Answers the addresses for a picture. The caller may set the picture of the partition's room or user.</summary>
    public Task<Upload> CreatePictureAsync(Caller caller, string partition, CreatePictureRequest file, CancellationToken cancellationToken) =>
        DeclareAsync(new(ids.NewId(), partition, caller.UserId, Name: "", file.ContentType!, file.Size!.Value, Width: null, Height: null, default), cancellationToken);

    private async Task<Upload> DeclareAsync(DeclaredFile file, CancellationToken cancellationToken)
    {
        var (blobs, now) = (tables.Blobs(file.RoomId), clock.GetUtcNow());
        await blobs.PrepareUploadsAsync(cancellationToken);
        return new Upload(
            file.Id,
            Token(file with { ExpiresAt = now + TokenLifetime }),
            blobs.UploadUrl(StoredAttachment.BlobName(file.RoomId, file.Id)),
            new Dictionary<string, string> { ["Content-Type"] = file.ContentType, ["x-ms-blob-type"] = "BlockBlob" },
            file.CanHaveThumbnail ? blobs.UploadUrl(StoredAttachment.ThumbnailName(file.RoomId, file.Id)) : null,
            now + AccountBlobs.UploadLifetime);
    }

    /// <summary>Signs what was declared of an upload, so that it needs no row until a message has it.</summary>
    private string Token(DeclaredFile file)
    {
        var declared = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(file, ChatJson.TypeInfo<DeclaredFile>()));
        return $"{declared}.{keys.Value.Sign(Purpose, declared)}";
    }

    /// <returns>The file of a token; null: the token has expired, or isn't one.</returns>
    private DeclaredFile? Declared(string? token) =>
        token?.Split('.') is [var declared, var signature] && keys.Value.IsSigned(Purpose, declared, signature)
        && JsonSerializer.Deserialize(Base64Url.DecodeFromChars(declared), ChatJson.TypeInfo<DeclaredFile>()) is { } file && file.ExpiresAt > clock.GetUtcNow()
            ? file
            : null;

    /// <summary>Checks an uploaded picture.</summary>
    /// <returns>Its id; 409 <c>attachment_unusable</c>; 503 <c>scan_pending</c>.</returns>
    public async Task<Outcome<string>> CheckPictureAsync(Caller caller, string partition, string token, CancellationToken cancellationToken)
    {
        if (Declared(token) is not { IsPicture: true } file || file.RoomId != partition || file.UserId != caller.UserId)
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

        var files = given.Select(Declared).OfType<DeclaredFile>().Where(file => !file.IsPicture && file.RoomId == roomId && file.UserId == caller.UserId).DistinctBy(file => file.Id).ToList();
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

/// <summary>A file that a user is going to upload.</summary>
/// <param name="RoomId">The room, or the partition of the user whose picture it is.</param>
/// <param name="Name">Empty: it is the picture of a room or user, not an attachment.</param>
internal sealed record DeclaredFile(
    string Id, string RoomId, string UserId, string Name, string ContentType, long Size, int? Width, int? Height, DateTimeOffset ExpiresAt)
{
    [JsonIgnore]
    public bool IsPicture => Name.Length == 0;

    [JsonIgnore]
    public bool CanHaveThumbnail => !IsPicture && (ContentType.StartsWith("image/", StringComparison.Ordinal) || ContentType.StartsWith("video/", StringComparison.Ordinal));
}
