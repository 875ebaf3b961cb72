using System.Net.Http.Headers;
using System.Text.Json;

namespace ChatFunctions.Cli.Api;

/// <summary>Makes requests to one server and converts errors to a <see cref="ChatException"/>.</summary>
internal sealed class ChatHttp : IDisposable
{
    private readonly HttpClient _http;

    public ChatHttp(Uri server)
    {
        Server = server;
        _http = new HttpClient(Handler())
        {
            BaseAddress = Api,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public Uri Server { get; }

    public Uri Api => new($"{ServerName}/api/");

    /// <summary>The server's address without a trailing slash.</summary>
    public string ServerName => Server.AbsoluteUri.TrimEnd('/');

    /// <summary>Doesn't follow redirects, so that a token is only sent to the given server.</summary>
    public static SocketsHttpHandler Handler() => new() { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) };

    /// <returns>The answer's JSON; undefined if there is none.</returns>
    /// <exception cref="RefusedException">The server refused.</exception>
    /// <exception cref="UnreachableException">There is no answer, or the server is unavailable.</exception>
    public async Task<JsonElement> SendAsync(ChatRequest request, string? token, CancellationToken cancellationToken)
    {
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeLimit.CancelAfter(request.TimeLimit);
        try
        {
            using var message = Message(request, token);
            using var response = await _http.SendAsync(message, timeLimit.Token);
            var body = await response.Content.ReadAsByteArrayAsync(timeLimit.Token);
            return response.IsSuccessStatusCode ? Parse(body) : throw Problems.Of(response, body, ServerName);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnreachableException($"{ServerName} didn't respond within {request.TimeLimit.TotalSeconds:0} seconds.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new UnreachableException($"Can't reach {ServerName}: {(e.InnerException ?? e).Message}", e);
        }
        catch (JsonException e)
        {
            throw new UnreachableException($"Unexpected response from {ServerName}.", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Message(ChatRequest request, string? token)
    {
        var message = new HttpRequestMessage(request.Method, request.Path);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        if (token is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (request.FunctionKey is { } key)
        {
            message.Headers.TryAddWithoutValidation("x-functions-key", key);
        }

        return message;
    }

    private static JsonElement Parse(byte[] body) => body.Length == 0 ? default : JsonElement.Parse(body);
}
