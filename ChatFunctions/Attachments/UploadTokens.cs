using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Attachments;

/// <summary>Signs what was declared of an upload, so that it needs no row until a message has it.</summary>
internal sealed class UploadTokens(IOptions<TokenOptions> options, TimeProvider clock)
{
    /// <summary>How long after its upload began a file can be sent.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    public string Create(DeclaredFile file)
    {
        var declared = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(file, ChatJson.TypeInfo<DeclaredFile>()));
        return $"{declared}.{Base64Url.EncodeToString(Sign(options.Value.SigningKey.Key, declared))}";
    }

    /// <returns>Null: the token has expired, or isn't one.</returns>
    public DeclaredFile? Read(string? token) =>
        token?.Split('.') is [var declared, var signature] && Base64Url.IsValid(signature)
        && options.Value.ValidKeys.Any(key => CryptographicOperations.FixedTimeEquals(Sign(key.Key, declared), Base64Url.DecodeFromChars(signature)))
        && JsonSerializer.Deserialize(Base64Url.DecodeFromChars(declared), ChatJson.TypeInfo<DeclaredFile>()) is { } file && file.ExpiresAt > clock.GetUtcNow()
            ? file
            : null;

    /// <summary>The prefix with a colon separates these signatures from those of access tokens, which use the same key.</summary>
    private static byte[] Sign(byte[] key, string declared) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("upload:" + declared));
}

/// <summary>A file that a user is going to upload for a room.</summary>
internal sealed record DeclaredFile(
    string Id, string RoomId, string UserId, string Name, string ContentType, long Size, int? Width, int? Height, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether it can have a thumbnail.</summary>
    public bool HasPicture => ContentType.StartsWith("image/", StringComparison.Ordinal) || ContentType.StartsWith("video/", StringComparison.Ordinal);
}
