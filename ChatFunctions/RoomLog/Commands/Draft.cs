using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatFunctions.RoomLog.Commands;

/// <summary>A message on its way in: validated, trimmed, with the id that it will have.</summary>
internal sealed record Draft(string Id, string Text, string? ClientMessageId, long? ReplyTo)
{
    /// <summary>128 bits of SHA-256 over what makes two sends the same send.</summary>
    public string Hash { get; } = ClientMessageId is null ? "" : Fingerprint(Text, ReplyTo);

    private static string Fingerprint(string text, long? replyTo) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{replyTo}\n{text}"))).AsSpan(..16));
}
