using System.Collections.Concurrent;
using ChatFunctions.Client;
using ChatFunctions.Tests.Hosting;

namespace ChatFunctions.Tests.Client;

/// <summary>Creates clients of the library whose answers are checked against the API's description.</summary>
internal static class TestClient
{
    public static ChatClient Create(Uri app, Action<ChatClientOptions>? configure = null)
    {
        var options = new ChatClientOptions { BaseAddress = app, HandlerFactory = () => new DescribedHandler(record: null) };
        configure?.Invoke(options);
        return new ChatClient(options);
    }

    /// <summary>A client with a new user.</summary>
    public static async Task<(ChatClient Chat, User User)> RegisterAsync(Uri app, Action<ChatClientOptions>? configure = null)
    {
        var chat = Create(app, configure);
        return (chat, await chat.RegisterAsync($"u{Guid.NewGuid():N}", ChatUser.Password));
    }

    /// <summary>Reads until an item matches, and returns all that were read.</summary>
    public static async Task<List<T>> ReadUntilAsync<T>(this IAsyncEnumerable<T> items, Func<T, bool> isLast)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var read = new List<T>();
        await foreach (var item in items.WithCancellation(limit.Token))
        {
            read.Add(item);
            if (isLast(item))
            {
                break;
            }
        }

        return read;
    }
}

/// <summary>Records requests, and can lose them or their answers.</summary>
internal sealed class Network(Func<HttpRequestMessage, int, Loss>? lose = null)
{
    private readonly ConcurrentQueue<string> _requests = [];

    /// <summary>The requests so far, each as <c>POST /api/login</c>.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public HttpMessageHandler CreateHandler() => new Handler(this);

    private Loss Pass(HttpRequestMessage request)
    {
        _requests.Enqueue($"{request.Method} {request.RequestUri!.AbsolutePath}");
        return lose?.Invoke(request, _requests.Count) ?? Loss.None;
    }

    private sealed class Handler(Network network) : DelegatingHandler(new HttpClientHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var loss = network.Pass(request);
            if (loss == Loss.Request)
            {
                throw new HttpRequestException("Lost on the way there.");
            }

            var response = await base.SendAsync(request, cancellationToken);
            if (loss == Loss.Answer)
            {
                response.Dispose();
                throw new HttpRequestException("Lost on the way back.");
            }

            return response;
        }
    }
}

internal enum Loss
{
    None,
    Request,
    Answer,
}
