namespace ChatFunctions.Client;

/// <summary>The settings of a <see cref="ChatClient"/>.</summary>
public sealed class ChatClientOptions
{
    /// <summary>The address of the server, without <c>/api</c>.</summary>
    public Uri BaseAddress { get; set; } = new("http://localhost:7071");

    /// <summary>Where the session is kept. By default it ends with the <see cref="ChatClient"/>.</summary>
    public ISessionStore Sessions { get; set; } = new InMemorySessionStore();

    /// <summary>Returns an access token, for callers that manage sessions themselves. It is called again if the server refuses the token.</summary>
    public Func<CancellationToken, ValueTask<string>>? AccessToken { get; set; }

    /// <summary>The API key of a back end, instead of a session.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The function key that notifications and the management of API keys require in Azure.</summary>
    public string? FunctionKey { get; set; }

    /// <summary>How often a message or another idempotent change is retried. Reads are retried three times at most.</summary>
    public int MaxRetries { get; set; } = 6;

    /// <summary>Whether to listen over a live connection, with long polling while there is none, or by long polling only.</summary>
    public bool UseLiveConnection { get; set; } = true;

    /// <summary>Creates the handler of HTTP requests. Redirects must stay off, so that tokens are only sent to the server.</summary>
    public Func<HttpMessageHandler> HandlerFactory { get; set; } =
        () => new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) };

    /// <summary>The clock for expiry and delays.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
