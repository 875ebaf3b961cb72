using System.Security.Claims;
using Microsoft.AspNetCore.Http.Extensions;
using SignalR.Service.Tokens;

namespace SignalR.Service.Clients;

/// <summary>Who a connection is, from the request that opened it.</summary>
/// <param name="Hub">The hub's name in lower case.</param>
/// <param name="UserId">The user that its token names, if any.</param>
/// <param name="Claims">All claims of its token.</param>
/// <param name="Query">Its query string, without what is a secret or the transport's own.</param>
internal sealed record ClientIdentity(string Hub, string? UserId, IReadOnlyList<Claim> Claims, string Query)
{
    /// <summary>Reads a request that <see cref="ClientGate"/> has let pass.</summary>
    public static ClientIdentity From(HttpContext opening)
    {
        var query = opening.Request.Query.Where(pair => pair.Key is not ("access_token" or "id"));
        return new ClientIdentity(
            ClientGate.HubOf(opening.Request) ?? throw new InvalidOperationException("The request names no hub."),
            opening.User.UserId(),
            [.. opening.User.Claims],
            new QueryBuilder(query).ToQueryString().Value ?? "");
    }
}
