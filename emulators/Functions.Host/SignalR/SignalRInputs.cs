using System.Security.Claims;
using System.Text.Json;
using System.Text.RegularExpressions;
using Functions.Host.Settings;
using Functions.Host.Worker;
using Functions.Host.Worker.Rpc;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Functions.Host.SignalR;

/// <summary>
/// Creates the connection info that functions take as an input, before the worker runs, so the caller's input isn't verified.
/// </summary>
internal sealed partial class SignalRInputs(SignalRServices services, HostSettings settings)
{
    private const string UserIdClaim = "asrs.s.uid";
    private const string UserClaimPrefix = "asrs.u.";

    // Names that the service uses; a caller's claim with such a name gets a prefix.
    private static readonly HashSet<string> ReservedClaims = ["aud", "exp", "iat", "nbf", "iss", "actort", "acr", "azp", "c_hash", "jti", "nonce"];

    /// <param name="value">A value of the trigger for binding expressions, by name.</param>
    public async Task<ParameterBinding[]> GetAsync(WorkerFunction function, Func<string, string?> value, CancellationToken cancellationToken) =>
        await Task.WhenAll(function.Bindings.Where(binding => binding.Is("signalRConnectionInfo")).Select(async binding =>
        {
            var hub = Resolve(services.Hub(binding), value);
            var (url, accessToken) = await services.Get(binding).ConnectionInfoAsync(hub, Claims(binding, value), cancellationToken);
            return new ParameterBinding { Name = binding.Name, Data = new() { Json = JsonSerializer.Serialize(new { url, accessToken }) } };
        }));

    private IEnumerable<Claim> Claims(FunctionBinding binding, Func<string, string?> value)
    {
        if (binding.UserId is { Length: > 0 } userId)
            yield return new(UserIdClaim, Resolve(userId, value));

        if (binding is not { IdToken: { Length: > 0 } idToken, ClaimTypeList: { Length: > 0 } types })
            yield break;

        var subjects = 0;
        foreach (var claim in new JsonWebTokenHandler().ReadJsonWebToken(Resolve(idToken, value)).Claims.Where(claim => types.Contains(claim.Type)))
        {
            var prefixed = ReservedClaims.Contains(claim.Type) || (claim.Type == "sub" && ++subjects > 1);
            yield return new(prefixed ? UserClaimPrefix + claim.Type : claim.Type, claim.Value);
        }
    }

    private string Resolve(string expression, Func<string, string?> value) =>
        Placeholder().Replace(settings.Resolve(expression), match => value(match.Groups[1].Value)
            ?? throw new InvalidOperationException($"The trigger has no value for '{match.Value}' in '{expression}'."));

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Placeholder();
}
