using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatFunctions.Cli.Sessions;

namespace ChatFunctions.Cli.Api;

/// <summary>The API as one user.</summary>
internal sealed class ChatClient(ChatHttp http, ITokenSource session)
{
    public ChatHttp Http => http;

    /// <summary>The user, from the session.</summary>
    public User Me => session.User;

    /// <param name="rejected">An access token that the server has refused; null: none.</param>
    /// <param name="cancellationToken">Cancels waiting for a token.</param>
    /// <exception cref="RefusedException">The session has ended.</exception>
    public Task<string> AccessTokenAsync(string? rejected, CancellationToken cancellationToken) => session.AccessTokenAsync(rejected, cancellationToken);

    /// <summary>Makes a request, and repeats it with a new access token if the server refuses the current one.</summary>
    public async Task<JsonElement> SendAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        var token = await session.AccessTokenAsync(rejected: null, cancellationToken);
        try
        {
            return await http.SendAsync(request, token, cancellationToken);
        }
        catch (RefusedException e) when (e.Status == 401)
        {
            return await http.SendAsync(request, await session.AccessTokenAsync(rejected: token, cancellationToken), cancellationToken);
        }
    }

    public async Task<Received<T>> SendAsync<T>(ChatRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        WireJson.Read(await SendAsync(request, cancellationToken), type);

    public Task<Received<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(ChatRequest.Get(path), type, cancellationToken);

    /// <summary>Reads all pages of a list.</summary>
    public async IAsyncEnumerable<Received<T>> ListAsync<T>(
        string path, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = (await GetAsync(path.With(("cursor", cursor)), WireJson.Default.Page, cancellationToken)).Value;
            foreach (var item in page.Items)
            {
                yield return WireJson.Read(item, type);
            }

            cursor = page.Cursor;
        }
        while (cursor is not null);
    }
}
