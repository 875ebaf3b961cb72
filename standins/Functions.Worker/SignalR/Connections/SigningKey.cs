using System.Text;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>A key that signs tokens.</summary>
/// <param name="Id">The key's id for the token's header; null where the service finds the key without.</param>
/// <param name="Text">The key; its UTF-8 bytes sign, it is not base64 to be decoded.</param>
internal sealed record SigningKey(string? Id, string Text)
{
    public byte[] Bytes { get; } = Encoding.UTF8.GetBytes(Text);
}
