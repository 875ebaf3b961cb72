using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Hosting;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>
/// Checks keys as the Functions host does in Azure, once any is configured; without one every call passes, as under Core Tools.
/// A caller shows a key in <c>x-functions-key</c> or else in the query's <c>code</c>.
/// </summary>
internal sealed class FunctionKeys
{
    private const string Header = "x-functions-key";
    private const string Query = "code";

    private readonly byte[][] _function;
    private readonly byte[][] _system;
    private readonly byte[][] _master;

    public FunctionKeys(IConfiguration configuration)
    {
        _function = Hashes(configuration.GetSection($"{HostJson.Section}:functionKeys").GetChildren());
        _system = Hashes(configuration.GetSection($"{HostJson.Section}:systemKeys").GetChildren());
        _master = Hashes([configuration.GetSection($"{HostJson.Section}:masterKey")]);
    }

    /// <summary>Whether HTTP functions that ask for a key get to see one.</summary>
    public bool AreChecked => _function.Length + _master.Length > 0;

    public bool Allows(HttpRequest request, AuthorizationLevel level) =>
        level == AuthorizationLevel.Anonymous || !AreChecked || level switch
        {
            AuthorizationLevel.Function => Shows(request, _function, _master),
            AuthorizationLevel.System => Shows(request, _system, _master),
            _ => Shows(request, _master, []),
        };

    /// <summary>Whether an extension's webhook may be called; a system key must be configured for it to be checked.</summary>
    public bool AllowsWebhook(HttpRequest request) => _system.Length == 0 || Shows(request, _system, _master);

    private static bool Shows(HttpRequest request, byte[][] keys, byte[][] masterKeys)
    {
        var shown = request.Headers.TryGetValue(Header, out var header) ? header : request.Query[Query];
        if (shown is not [{ Length: > 0 } key, ..])
            return false;

        // Every key is compared, and as a hash, so that the time taken says nothing about any of them.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var matches = false;
        foreach (var known in keys)
            matches |= CryptographicOperations.FixedTimeEquals(hash, known);

        foreach (var known in masterKeys)
            matches |= CryptographicOperations.FixedTimeEquals(hash, known);

        return matches;
    }

    private static byte[][] Hashes(IEnumerable<IConfigurationSection> keys) =>
        [.. keys.Where(key => !string.IsNullOrEmpty(key.Value)).Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key.Value!)))];
}
