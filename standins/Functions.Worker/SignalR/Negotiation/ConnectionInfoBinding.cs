using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Invocation;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>Makes the address and the token with which a client connects.</summary>
/// <param name="connection">The service.</param>
/// <param name="hub">The hub.</param>
/// <param name="userId">The user that the token names; null for none.</param>
/// <param name="idToken">A token whose claims are passed on; null for none.</param>
/// <param name="claimTypes">The types of those claims.</param>
/// <param name="clock">What time it is.</param>
internal sealed class ConnectionInfoBinding(
    SignalRConnection connection,
    BindingExpression hub,
    BindingExpression? userId,
    BindingExpression? idToken,
    string[] claimTypes,
    TimeProvider clock) : InputBinding
{
    private const string UserIdClaim = "asrs.s.uid";

    // The host writes it so when the function takes a string.
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    public static string ToJson(SignalRConnectionInfo info) => JsonSerializer.Serialize(info, CamelCase);

    public override async ValueTask<object?> ResolveAsync(InvocationContext invocation)
    {
        var (url, audience) = connection.Address.Client(hub.Resolve(invocation));
        var claims = Claims(invocation);
        var key = await connection.GetClientKeyAsync(invocation.CancellationToken);
        return new SignalRConnectionInfo { Url = url, AccessToken = ServiceToken.Sign(key, audience, claims, clock.GetUtcNow()) };
    }

    private List<KeyValuePair<string, string>> Claims(InvocationContext invocation)
    {
        var claims = new List<KeyValuePair<string, string>>();
        if (userId is not null)
            claims.Add(new(UserIdClaim, userId.Resolve(invocation)));

        if (idToken is not null && claimTypes.Length > 0)
            claims.AddRange(ClientClaims.From(idToken.Resolve(invocation), claimTypes));

        return claims;
    }
}
