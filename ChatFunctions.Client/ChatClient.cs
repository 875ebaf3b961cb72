using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatFunctions.Client.Http;
using ChatFunctions.Client.Live;
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
    private readonly Func<HttpMessageHandler> _handlers;
    private readonly LiveFeed _live;
    private readonly string? _actAs;

    /// <summary>Creates a client of the server at an address.</summary>
    public ChatClient(Uri baseAddress)
        : this(new ChatClientOptions { BaseAddress = baseAddress })
    {
    }

    /// <summary>Creates a client.</summary>
    public ChatClient(ChatClientOptions options)
        : this(options, new HttpClient(options.HandlerFactory()) { Timeout = Timeout.InfiniteTimeSpan })
    {
    }

    internal ChatClient(ChatClientOptions options, Func<HttpClient> http, Func<HttpMessageHandler> handlers)
    {
        (_options, _handlers) = (options, handlers);
        _transport = new ApiTransport(options, http);
        _session = new SessionTokens(options.Sessions, _transport, options.TimeProvider);
        _tokens = options.AccessToken is { } callback ? new CallbackTokens(callback) : _session;
        _live = new LiveFeed(this, options, handlers);
    }

    private ChatClient(ChatClientOptions options, HttpClient http)
        : this(options, () => http, options.HandlerFactory) => _ownHttp = http;

    private ChatClient(ChatClient backEnd, string userId)
    {
        (_options, _handlers, _transport, _session, _tokens) = (backEnd._options, backEnd._handlers, backEnd._transport, backEnd._session, backEnd._tokens);
        _actAs = userId;
        _live = new LiveFeed(this, _options, _handlers);
    }

    /// <summary>The address of the server's API.</summary>
    internal Uri ApiAddress => _transport.Api;

    /// <summary>Calls the API for a user, as a back end with <see cref="ChatClientOptions.ApiKey"/>. The result shares connections with this client.</summary>
    public ChatClient ActAs(string userId) => _options.ApiKey is null
        ? throw new InvalidOperationException($"Acting for users requires {nameof(ChatClientOptions)}.{nameof(ChatClientOptions.ApiKey)}.")
        : new ChatClient(this, userId);

    /// <summary>Returns a valid access token, after refreshing the session if necessary.</summary>
    /// <param name="rejected">An access token that the server has refused; null: none.</param>
    /// <param name="cancellationToken">Cancels waiting for a token.</param>
    public Task<string> GetAccessTokenAsync(string? rejected = null, CancellationToken cancellationToken = default) =>
        _tokens.GetAsync(rejected, cancellationToken);

    /// <summary>Returns the limits of the server.</summary>
    public async Task<ServerLimits> GetLimitsAsync(CancellationToken cancellationToken = default) =>
        ApiJson.Read(await SendAnonymouslyAsync(ApiRequest.Get("limits"), cancellationToken).ConfigureAwait(false), ApiJson.Default.ServerLimits);

    /// <summary>Returns how users can sign in.</summary>
    public async Task<SignInOptions> GetSignInOptionsAsync(CancellationToken cancellationToken = default) =>
        ApiJson.Read(await SendAnonymouslyAsync(ApiRequest.Get("identity"), cancellationToken).ConfigureAwait(false), ApiJson.Default.SignInOptions);

    /// <summary>Returns whether the server is up.</summary>
    public async Task<HealthReport> GetHealthAsync(CancellationToken cancellationToken = default) =>
        ApiJson.Read(await SendAnonymouslyAsync(ApiRequest.Get("health"), cancellationToken).ConfigureAwait(false), ApiJson.Default.HealthReport);

    /// <summary>Ends enumerations and releases connections. The user stays logged in.</summary>
    public async ValueTask DisposeAsync()
    {
        await _live.DisposeAsync().ConfigureAwait(false);
        _ownHttp?.Dispose();
    }

    /// <summary>The current user's id.</summary>
    internal async Task<string> GetUserIdAsync(CancellationToken cancellationToken)
    {
        if (_actAs is not null)
        {
            return _actAs;
        }

        var session = _options.AccessToken is null ? await _options.Sessions.ReadAsync(cancellationToken).ConfigureAwait(false) : null;
        return session?.User.Id ?? (await GetMeAsync(cancellationToken).ConfigureAwait(false)).Id;
    }

    /// <summary>Returns null for a back end with an API key.</summary>
    internal async Task<string?> FindAccessTokenAsync(string? rejected, CancellationToken cancellationToken) =>
        _options.ApiKey is null ? await _tokens.GetAsync(rejected, cancellationToken).ConfigureAwait(false) : null;

    internal HttpMessageHandler AddCredentials(HttpMessageHandler handler) =>
        _options.ApiKey is null ? handler : new CredentialsHandler(_transport.Api, _options.ApiKey, _actAs, handler);

    private Task<JsonElement> SendAnonymouslyAsync(ApiRequest request, CancellationToken cancellationToken) =>
        _transport.SendAsync(request, accessToken: null, cancellationToken);

    private Task<JsonElement> SendWithFunctionKeyAsync(ApiRequest request, CancellationToken cancellationToken) =>
        SendAnonymouslyAsync(request with { FunctionKey = _options.FunctionKey }, cancellationToken);

    /// <summary>Makes a request, and repeats it with a new access token if the server refuses the current one.</summary>
    private async Task<JsonElement> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (_options.ApiKey is not null)
        {
            return await SendAnonymouslyAsync(request with { ApiKey = _options.ApiKey, ActAs = _actAs }, cancellationToken).ConfigureAwait(false);
        }

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
