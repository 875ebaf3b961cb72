using System.Net.Http.Headers;
using System.Text.Json;
using ChatFunctions.Cli.Api;

namespace ChatFunctions.Cli.Live;

/// <summary>
/// Finds out where to connect: the chat names the SignalR service and gives a token for it, the service gives the connection. The
/// SignalR protocol is https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/TransportProtocols.md.
/// </summary>
internal sealed class ServiceNegotiation(ChatClient chat)
{
    private const int Redirections = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <returns>The WebSocket's address, and the token to open it with.</returns>
    /// <exception cref="ChatException">There is no connection to be had now.</exception>
    public async Task<(Uri Socket, string? Token)> NegotiateAsync(CancellationToken cancellationToken)
    {
        var request = ChatRequest.Post($"{Paths.User(chat.Me.Id)}/negotiate?negotiateVersion=1") with { Patience = Patience };
        var negotiated = (await chat.SendAsync(request, WireJson.Default.Negotiated, cancellationToken)).Value;
        using var http = new HttpClient(ChatHttp.Handler()) { Timeout = Patience };
        for (var redirection = 0; redirection < Redirections; redirection++)
        {
            if (negotiated.Error is { } error)
            {
                throw new UnreachableException($"No live connection: {error}");
            }

            if (negotiated.Url is not { } url || !Uri.TryCreate(url, UriKind.Absolute, out var endpoint))
            {
                break;
            }

            var token = negotiated.AccessToken;
            negotiated = await AskServiceAsync(http, endpoint, token, cancellationToken);
            if (negotiated.ConnectionToken is { } connection)
            {
                return (SocketAddress(endpoint, connection), token);
            }
        }

        throw new UnreachableException("No live connection: the negotiation leads nowhere.");
    }

    private static async Task<Negotiated> AskServiceAsync(HttpClient http, Uri endpoint, string? token, CancellationToken cancellationToken)
    {
        var address = new UriBuilder(endpoint) { Path = $"{endpoint.AbsolutePath.TrimEnd('/')}/negotiate" };
        address.Query = Append(address.Query, "negotiateVersion=1");
        using var request = new HttpRequestMessage(HttpMethod.Post, address.Uri);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, WireJson.Default.Negotiated, cancellationToken) ?? throw new JsonException();
        }
        catch (Exception e) when (
            e is HttpRequestException or IOException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new UnreachableException($"No live connection: {e.Message}", e);
        }
    }

    private static Uri SocketAddress(Uri endpoint, string connection)
    {
        var address = new UriBuilder(endpoint) { Scheme = endpoint.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs };
        address.Query = Append(address.Query, $"id={Uri.EscapeDataString(connection)}");
        return address.Uri;
    }

    private static string Append(string query, string parameter) => query.Length > 1 ? $"{query}&{parameter}" : $"?{parameter}";
}
