using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;

namespace Emulators.Tests.SignalR;

/// <summary>A connection of an official client (.NET or JavaScript).</summary>
internal interface IOfficialClient : IAsyncDisposable
{
    string Id { get; }

    /// <summary>The one argument of the next <c>newMessage</c>.</summary>
    Task<JsonElement> NextAsync();

    /// <summary>Waits until the connection is closed, and returns the error that the client reports, if any.</summary>
    Task<string?> ClosedAsync();

    Task<string?> InvokeAsync(string target, string argument);

    Task SendAsync(string target, string argument);

    Task StopAsync();
}

internal static class OfficialClientExtensions
{
    /// <summary>The text of the next <c>newMessage</c>.</summary>
    public static async Task<string?> NextTextAsync(this IOfficialClient client) => (await client.NextAsync()).GetString();
}

/// <summary>URL, token and transport of a client.</summary>
internal sealed record ClientOptions(Uri Url, string Token, HttpTransportType Transport = HttpTransportType.WebSockets)
{
    public static ClientOptions For(SignalRServer server, string? user = null, string hub = SignalRServer.Hub) =>
        new(server.ClientUrl(hub), server.ClientToken(user, hub));
}
