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

    /// <summary>Whether keys of HTTP functions are checked.</summary>
    public bool AreChecked => _function.Length + _master.Length > 0;

    /// <summary>The status code that refuses a call of an HTTP function; null if it is allowed.</summary>
    public int? RefuseFunction(HttpRequest request, string level) =>
        !AreChecked || level.Equals("anonymous", StringComparison.OrdinalIgnoreCase) ? null
        : level.Equals("admin", StringComparison.OrdinalIgnoreCase) ? Refuse(request, _master)
        : Refuse(request, [.. _function, .. _master]);

    /// <summary>The status code that refuses a call of an extension's webhook; null if it is allowed. It is checked once there is a system key.</summary>
    public int? RefuseWebhook(HttpRequest request) =>
        _system.Length == 0 || Refuse(request, [.. _system, .. _master]) is not { } refused ? null
        : Refuse(request, _function) is null ? StatusCodes.Status403Forbidden
        : refused;

    /// <summary>The status code that refuses a call of the admin API; null if it is allowed. It is checked once there is a master key.</summary>
    public int? RefuseAdmin(HttpRequest request) =>
        _master.Length == 0 || Refuse(request, _master) is not { } refused ? null
        : Refuse(request, [.. _function, .. _system]) is null ? StatusCodes.Status403Forbidden
        : refused;

    private static int? Refuse(HttpRequest request, byte[][] keys)
    {
        var sent = request.Headers.TryGetValue("x-functions-key", out var header) ? header : request.Query["code"];
        if (sent is not [{ Length: > 0 } key, ..])
            return StatusCodes.Status401Unauthorized;

        // Every key is compared, as a hash, so that the time reveals nothing about them.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var matches = false;
        foreach (var known in keys)
            matches |= CryptographicOperations.FixedTimeEquals(hash, known);

        return matches ? null : StatusCodes.Status401Unauthorized;
    }

    private static byte[][] Hashes(IEnumerable<string> keys) => [.. keys.Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key)))];
}
