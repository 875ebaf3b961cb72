using System.Security.Claims;
using Microsoft.AspNetCore.Http.Extensions;
using SignalR.Service.Groups;
using SignalR.Service.Tokens;

namespace SignalR.Service.Clients;

internal static class ClientEndpoint
{
    private const string Path = "/client";

    /// <summary>Maps negotiation and the WebSocket, server-sent events and long polling transports, for every hub.</summary>
    public static void MapClients(this WebApplication app)
    {
        // Like Microsoft's emulator, allow any origin: the page's origin is unknown, and browser clients send requests
        // with credentials by default. Cookies are never read, so every page needs a token.
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Path), clients => clients
            .UseCors(cors => cors.SetIsOriginAllowed(_ => true).AllowAnyHeader().AllowAnyMethod().AllowCredentials())
            .UseMiddleware<ClientAuthorization>());
        app.MapConnectionHandler<ClientHandler>(Path, transports =>
            transports.WebSockets.CloseTimeout = ServiceOptions.ShutdownTimeout);

        // The framework tears down the transports, dropping what is unsent, as soon as this callback returns.
        // Wait, so that clients get their close message and reconnect elsewhere without delay.
        var hubs = app.Services.GetRequiredService<HubDirectories>();
        app.Lifetime.ApplicationStopping.Register(() =>
            Task.WaitAll([.. hubs.Connections.Select(connection => connection.EndAsync())], ServiceOptions.CloseMessageTimeout));
    }
}

/// <summary>Accepts requests to the client endpoint that have one hub and a token for it, within the quota.</summary>
internal sealed class ClientAuthorization(RequestDelegate next, TokenValidator tokens, HubDirectories hubs, ServiceOptions options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HubOf(request) is not { } hub)
        {
            await ServiceError.WriteAsync(context, StatusCodes.Status400BadRequest, "Error.Hub.Invalid", "The query must name one valid hub.");
            return;
        }

        var validation = await tokens.ValidateAsync(BearerToken.FromHeaderOrQuery(request), audience => Audience.IsClientUrl(audience, request, hub));
        if (!validation.IsValid)
        {
            await ServiceError.WriteUnauthorizedAsync(context, validation.Error);
            return;
        }

        if (OpensConnection(request) && hubs.ConnectionCount >= options.MaxConnections)
        {
            await ServiceError.WriteAsync(context, StatusCodes.Status429TooManyRequests, "Error.Connection.QuotaExceeded", "Too many connections.");
            return;
        }

        context.User = validation.User;
        await next(context);
    }

    /// <summary>The hub that a request names, in lower case; null unless it names exactly one valid hub.</summary>
    public static string? HubOf(HttpRequest request) =>
        request.Query["hub"] is [var name] && HubName.TryNormalize(name, out var hub) ? hub : null;

    private static bool OpensConnection(HttpRequest request) => !request.Query.ContainsKey("id");
}

/// <summary>The identity of a connection, from the request that opened it.</summary>
/// <param name="Hub">The hub's name in lower case.</param>
/// <param name="UserId">The user that the token names, if any.</param>
/// <param name="Claims">All claims of the token.</param>
/// <param name="Query">The query string, without secrets and the transport's own parameters.</param>
internal sealed record ClientIdentity(string Hub, string? UserId, IReadOnlyList<Claim> Claims, string Query)
{
    /// <summary>Reads a request that passed <see cref="ClientAuthorization"/>.</summary>
    public static ClientIdentity From(HttpContext opening)
    {
        var query = opening.Request.Query.Where(pair => pair.Key is not ("access_token" or "id"));
        return new ClientIdentity(
            ClientAuthorization.HubOf(opening.Request) ?? throw new InvalidOperationException("The request names no hub."),
            opening.User.UserId(),
            [.. opening.User.Claims],
            new QueryBuilder(query).ToQueryString().Value ?? "");
    }
}
