using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatFunctions.Client.Http;
using ChatFunctions.Client.Sessions;

namespace ChatFunctions.Client;

/// <summary>Calls the chat's API as one user. Thread-safe; keep one for as long as the user is logged in.</summary>
/// <remarks>All methods throw <see cref="ChatApiException"/> if the server refuses the call, is unavailable or can't be reached.</remarks>
public sealed partial class ChatClient : IAsyncDisposable
{
    private readonly ChatClientOptions _options;
    private readonly ApiTransport _transport;
    private readonly SessionTokens _session;
    private readonly IAccessTokens _tokens;
    private readonly HttpClient? _ownHttp;

    /// <summary>Creates a client of the server at an address.</summary>
    public ChatClient(Uri baseAddress)
        : this(new ChatClientOptions { BaseAddress = baseAddress })
    {
    }

    /// <summary>Creates a client.</summary>
    public ChatClient(ChatClientOptions options)
    {
        _options = options;
        _ownHttp = new HttpClient(options.HandlerFactory()) { Timeout = Timeout.InfiniteTimeSpan };
        _transport = new ApiTransport(options, () => _ownHttp);
        _session = new SessionTokens(options.Sessions, _transport, options.TimeProvider);
        _tokens = options.AccessToken is { } callback ? new CallbackTokens(callback) : _session;
    }

    /// <summary>The address of the server's API.</summary>
    internal Uri ApiAddress => _transport.Api;

    /// <summary>Returns a valid access token, after refreshing the session if necessary.</summary>
    /// <param name="rejected">An access token that the server has refused; null: none.</param>
    /// <param name="cancellationToken">Cancels waiting for a token.</param>
    public Task<string> GetAccessTokenAsync(string? rejected = null, CancellationToken cancellationToken = default) =>
        _tokens.GetAsync(rejected, cancellationToken);

    /// <summary>Returns the limits of the server.</summary>
    public async Task<ServerLimits> GetLimitsAsync(CancellationToken cancellationToken = default) =>
        ApiJson.Read(await SendAnonymouslyAsync(ApiRequest.Get("limits"), cancellationToken).ConfigureAwait(false), ApiJson.Default.ServerLimits);

    /// <summary>Returns whether the server is up.</summary>
    public async Task<HealthReport> GetHealthAsync(CancellationToken cancellationToken = default) =>
        ApiJson.Read(await SendAnonymouslyAsync(ApiRequest.Get("health"), cancellationToken).ConfigureAwait(false), ApiJson.Default.HealthReport);

    /// <summary>Releases connections. The user stays logged in.</summary>
    public ValueTask DisposeAsync()
    {
        _ownHttp?.Dispose();
        return default;
    }

    private Task<JsonElement> SendAnonymouslyAsync(ApiRequest request, CancellationToken cancellationToken) =>
        _transport.SendAsync(request, accessToken: null, cancellationToken);

    private Task<JsonElement> SendWithFunctionKeyAsync(ApiRequest request, CancellationToken cancellationToken) =>
        SendAnonymouslyAsync(request with { FunctionKey = _options.FunctionKey }, cancellationToken);

    /// <summary>Makes a request, and repeats it with a new access token if the server refuses the current one.</summary>
    private async Task<JsonElement> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var token = await _tokens.GetAsync(rejected: null, cancellationToken).ConfigureAwait(false);
        try
        {
            return await _transport.SendAsync(request, token, cancellationToken).ConfigureAwait(false);
        }
        catch (ChatApiException e) when (e.StatusCode == 401)
        {
            token = await _tokens.GetAsync(rejected: token, cancellationToken).ConfigureAwait(false);
            return await _transport.SendAsync(request, token, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<T> SendAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        ApiJson.Read(await SendAsync(request, cancellationToken).ConfigureAwait(false), type);

    /// <summary>Reads a list page by page.</summary>
    private async IAsyncEnumerable<T> ListAsync<T>(string path, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var request = ApiRequest.Get(path.With(("cursor", cursor)));
            var page = await SendAsync(request, ApiJson.Default.Page, cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items)
            {
                yield return ApiJson.Read(item, type);
            }

            cursor = page.Cursor;
        }
        while (cursor is not null);
    }
}
