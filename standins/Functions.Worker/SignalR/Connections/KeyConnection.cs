using System.Security.Cryptography;
using System.Text;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>A connection by access key: everything is signed here, without asking the service.</summary>
internal sealed class KeyConnection(ServiceAddress address, string accessKey, TimeProvider clock) : SignalRConnection(address)
{
    private const string Scheme = "sha256=";

    // The service logs callers by it and checks nothing.
    private static readonly KeyValuePair<string, string>[] ServerClaims = [new("nameid", Environment.MachineName)];

    private readonly SigningKey _key = new(null, accessKey);

    public override ValueTask<string> GetRestTokenAsync(string audience, CancellationToken cancellationToken) =>
        new(ServiceToken.Sign(_key, audience, ServerClaims, clock.GetUtcNow()));

    public override ValueTask<SigningKey> GetClientKeyAsync(CancellationToken cancellationToken) => new(_key);

    public override bool HasSigned(string connectionId, string? signatures)
    {
        var hash = HMACSHA256.HashData(_key.Bytes, Encoding.UTF8.GetBytes(connectionId));
        var expected = Encoding.ASCII.GetBytes(Scheme + Convert.ToHexStringLower(hash));
        var signed = false;
        foreach (var signature in (signatures ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            signed |= CryptographicOperations.FixedTimeEquals(expected, Encoding.ASCII.GetBytes(signature.ToLowerInvariant()));

        return signed;
    }
}
