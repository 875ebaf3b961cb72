using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Attachments;

/// <summary>Signs what was declared of an upload, so that it needs no row until a message has it.</summary>
internal sealed class UploadTokens(IOptions<TokenOptions> options, TimeProvider clock)
{
    /// <summary>How long after its upload began a file can be sent.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private const string Purpose = "upload";

    public string Create(DeclaredFile file)
    {
        var declared = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(file, ChatJson.TypeInfo<DeclaredFile>()));
        return $"{declared}.{options.Value.Sign(Purpose, declared)}";
    }

    /// <returns>Null: the token has expired, or isn't one.</returns>
    public DeclaredFile? Read(string? token) =>
        token?.Split('.') is [var declared, var signature] && options.Value.IsSigned(Purpose, declared, signature)
        && JsonSerializer.Deserialize(Base64Url.DecodeFromChars(declared), ChatJson.TypeInfo<DeclaredFile>()) is { } file && file.ExpiresAt > clock.GetUtcNow()
            ? file
            : null;
}

/// <summary>A file that a user is going to upload.</summary>
/// <param name="RoomId">The room, or the partition of the user whose picture it is.</param>
/// <param name="UserId">The uploader.</param>
/// <param name="Name">Empty: it is the picture of a room or user, not an attachment.</param>
internal sealed record DeclaredFile(
    string Id, string RoomId, string UserId, string Name, string ContentType, long Size, int? Width, int? Height, DateTimeOffset ExpiresAt)
{
    [JsonIgnore]
    public bool IsPicture => Name.Length == 0;

    [JsonIgnore]
    public bool CanHaveThumbnail => !IsPicture && (ContentType.StartsWith("image/", StringComparison.Ordinal) || ContentType.StartsWith("video/", StringComparison.Ordinal));
}
