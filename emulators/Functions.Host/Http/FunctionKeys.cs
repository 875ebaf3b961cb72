using System.Security.Cryptography;
using System.Text;
using Functions.Host.Settings;

namespace Functions.Host.Http;

/// <summary>
/// Checks keys as in Azure if any is configured; otherwise every call is accepted, as with Core Tools.
/// A caller sends a key in the header <c>x-functions-key</c> or in the query's <c>code</c>.
/// </summary>
internal sealed class FunctionKeys(HostSettings settings)
{
    private readonly byte[][] _function = Hashes(settings.Keys("functionKeys"));
    private readonly byte[][] _system = Hashes(settings.Keys("systemKeys"));
    private readonly byte[][] _master = Hashes(settings.Keys("masterKey"));

    /// <summary>The status code that refuses a call of an HTTP function; null if it is allowed. It is checked once there is a function key or a master key.</summary>
    public int? RefuseFunction(HttpRequest request, string level) =>
        _function.Length + _master.Length == 0 || level.Equals("anonymous", StringComparison.OrdinalIgnoreCase) ? null
        : Refuse(request, level.Equals("admin", StringComparison.OrdinalIgnoreCase) ? _master : [.. _function, .. _master], others: []);

    /// <summary>The status code that refuses a call of an extension's webhook; null if it is allowed. It is checked once there is a system key.</summary>
    public int? RefuseWebhook(HttpRequest request) => _system.Length == 0 ? null : Refuse(request, [.. _system, .. _master], others: _function);

    /// <summary>The status code that refuses a call of the admin API; null if it is allowed. It is checked once there is a master key.</summary>
    public int? RefuseAdmin(HttpRequest request) => _master.Length == 0 ? null : Refuse(request, _master, others: [.. _function, .. _system]);

    private static int? Refuse(HttpRequest request, byte[][] accepted, byte[][] others)
    {
        var sent = request.Headers.TryGetValue("x-functions-key", out var header) ? header : request.Query["code"];
        if (sent is not [{ Length: > 0 } key, ..])
            return StatusCodes.Status401Unauthorized;

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        return IsOneOf(hash, accepted) ? null : IsOneOf(hash, others) ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
    }

    // Every key is compared, as a hash, so that the time reveals nothing about them.
    private static bool IsOneOf(byte[] hash, byte[][] keys) => keys.Aggregate(false, (matches, key) => matches | CryptographicOperations.FixedTimeEquals(hash, key));

    private static byte[][] Hashes(IEnumerable<string> keys) => [.. keys.Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key)))];
}
