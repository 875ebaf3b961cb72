using SignalR.Service.Groups;

namespace SignalR.Service.Clients;

internal static class ClientEndpoint
{
    private const string Path = "/client";

    /// <summary>Maps negotiation and the WebSocket, server-sent events and long polling transports, for every hub.</summary>
    public static void MapClients(this WebApplication app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Path), clients => clients.UseMiddleware<ClientGate>());
        app.MapConnectionHandler<ClientHandler>(Path, transports =>
            transports.WebSockets.CloseTimeout = ServiceOptions.ShutdownTimeout);

        // Clients are told, and may look for the service again at once, before the transports are torn down: the
        // framework does that, dropping what is unsent, as soon as this callback returns. Hence it waits.
        var hubs = app.Services.GetRequiredService<HubDirectories>();
        app.Lifetime.ApplicationStopping.Register(() =>
            Task.WaitAll([.. hubs.Connections.Select(connection => connection.EndAsync())], ServiceOptions.ShutdownTimeout));
    }
}
