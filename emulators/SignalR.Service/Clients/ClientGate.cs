using SignalR.Service.Groups;
using SignalR.Service.Tokens;

namespace SignalR.Service.Clients;

/// <summary>Lets requests to the client endpoint pass if they name one hub, carry a token for it and fit the quota.</summary>
internal sealed class ClientGate(RequestDelegate next, TokenValidator tokens, HubDirectories hubs, ServiceOptions options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HubOf(request) is not { } hub)
        {
            await ServiceError.WriteAsync(context, StatusCodes.Status400BadRequest, "Error.Hub.Invalid", "The query must name one valid hub.");
            return;
        }

        var check = await tokens.CheckAsync(BearerToken.FromHeaderOrQuery(request), audience => Audience.IsClientUrl(audience, request, hub));
        if (!check.IsAccepted)
        {
            await ServiceError.WriteUnauthorizedAsync(context, check.Refusal);
            return;
        }

        if (OpensConnection(request) && hubs.ConnectionCount >= options.MaxConnections)
        {
            await ServiceError.WriteAsync(context, StatusCodes.Status429TooManyRequests, "Error.Connection.QuotaExceeded", "Too many connections.");
            return;
        }

        context.User = check.User;
        await next(context);
    }

    /// <summary>The hub that a request names, in lower case; null unless it names exactly one, validly.</summary>
    public static string? HubOf(HttpRequest request) =>
        request.Query["hub"] is [var name] && HubName.TryNormalize(name, out var hub) ? hub : null;

    private static bool OpensConnection(HttpRequest request) => !request.Query.ContainsKey("id");
}
