using System.Security.Cryptography;
using System.Text;

namespace SignalR.Service.Upstream;

/// <summary>The proof that a request comes from who holds the access key. It signs the connection id alone.</summary>
internal static class UpstreamSignature
{
    public static string Of(string connectionId, byte[] accessKey) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(accessKey, Encoding.UTF8.GetBytes(connectionId)));
}
