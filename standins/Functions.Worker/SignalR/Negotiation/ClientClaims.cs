using System.Buffers.Text;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>
/// The claims of an identity's token that go into a client's token. That token isn't validated, as the host doesn't either.
/// </summary>
internal static class ClientClaims
{
    private const string UserPrefix = "asrs.u.";

    // Names that mean something to the service itself; a caller's claim of such a name goes under a prefix.
    private static readonly HashSet<string> Reserved =
        ["aud", "exp", "iat", "nbf", "iss", "actort", "acr", "azp", "c_hash", "jti", "nonce"];

    /// <exception cref="FormatException">The text is no JSON Web Token.</exception>
    public static IEnumerable<KeyValuePair<string, string>> From(string token, string[] types)
    {
        var subjects = 0;
        foreach (var (type, value) in Read(token))
        {
            if (!types.Contains(type, StringComparer.Ordinal))
                continue;

            var prefixed = Reserved.Contains(type) || (type == "sub" && ++subjects > 1);
            yield return new(prefixed ? UserPrefix + type : type, value);
        }
    }

    private static List<KeyValuePair<string, string>> Read(string token)
    {
        if (token.Split('.') is not [_, var payload, _] || !Base64Url.IsValid(payload))
            throw new FormatException("The IdToken is no JSON Web Token.");

        var claims = new List<KeyValuePair<string, string>>();
        using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
        foreach (var claim in json.RootElement.EnumerateObject())
        {
            if (claim.Value.ValueKind == JsonValueKind.Array)
                claims.AddRange(claim.Value.EnumerateArray().Select(value => KeyValuePair.Create(claim.Name, value.ToString())));
            else
                claims.Add(new(claim.Name, claim.Value.ToString()));
        }

        return claims;
    }
}
