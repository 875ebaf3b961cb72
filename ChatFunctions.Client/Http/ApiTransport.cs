using System.Net;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace ChatFunctions.Client.Http;

/// <summary>Makes requests to one server, retries them, and converts errors to a <see cref="ChatApiException"/>.</summary>
internal sealed class ApiTransport
{
    /// <summary>Callers wait for reads, so these fail early.</summary>
    private const int MaxReadRetries = 3;

    /// <summary>The longest <c>Retry-After</c> to wait for.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(30);

    private readonly Func<HttpClient> _http;
    private readonly ResiliencePipeline _reads;
    private readonly ResiliencePipeline _idempotentChanges;
    private readonly ResiliencePipeline _otherChanges;

    public ApiTransport(ChatClientOptions options, Func<HttpClient> http)
    {
        _http = http;
        Server = options.BaseAddress.AbsoluteUri.TrimEnd('/');
        _reads = Retries(Math.Min(MaxReadRetries, options.MaxRetries), failure => failure.IsTransient, options.TimeProvider);
        _idempotentChanges = Retries(options.MaxRetries, failure => failure.IsTransient, options.TimeProvider);
        _otherChanges = Retries(options.MaxRetries, failure => failure.StatusCode is 408 or 429, options.TimeProvider);
    }

    /// <summary>The server's address without a trailing slash.</summary>
    public string Server { get; }

    public Uri Api => new($"{Server}/api/");

    /// <returns>The answer's JSON; undefined if there is none.</returns>
    public async Task<JsonElement> SendAsync(ApiRequest request, string? accessToken, CancellationToken cancellationToken)
    {
        var pipeline = request.Method == HttpMethod.Get ? _reads : request.IsIdempotent ? _idempotentChanges : _otherChanges;
        return await pipeline.ExecuteAsync(
            async token => await SendOnceAsync(request, accessToken, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Uploads a file to storage, which isn't part of the API and gets no access token.</summary>
    public Task UploadAsync(Upload upload, Stream content, CancellationToken cancellationToken) => StorageAsync(
        () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Put, upload.UploadUrl) { Content = new StreamContent(content) };
            foreach (var (name, value) in upload.UploadHeaders)
            {
                _ = request.Headers.TryAddWithoutValidation(name, value) || request.Content.Headers.TryAddWithoutValidation(name, value);
            }

            return request;
        },
        destination: null,
        cancellationToken);

    /// <summary>Downloads a file from storage.</summary>
    public Task DownloadAsync(Uri url, Stream destination, CancellationToken cancellationToken) =>
        StorageAsync(() => new HttpRequestMessage(HttpMethod.Get, url), destination, cancellationToken);

    private async Task StorageAsync(Func<HttpRequestMessage> create, Stream? destination, CancellationToken cancellationToken)
    {
        try
        {
            using var request = create();
            using var response = await _http().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new ChatApiException($"Storage responded with {(int)response.StatusCode} {response.ReasonPhrase}.") { StatusCode = (int)response.StatusCode };
            }

            if (destination is not null)
            {
                await response.Content.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ChatApiException($"Can't reach storage: {(e.InnerException ?? e).Message}", e);
        }
    }

    private async Task<JsonElement> SendOnceAsync(ApiRequest request, string? accessToken, CancellationToken cancellationToken)
    {
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeLimit.CancelAfter(request.TimeLimit);
        try
        {
            using var message = request.ToMessage(Api, accessToken);
            using var response = await _http().SendAsync(message, timeLimit.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(timeLimit.Token).ConfigureAwait(false);
            return !response.IsSuccessStatusCode ? throw Failure(response, body) : body.Length == 0 ? default : Parse(body);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ChatApiException($"{Server} didn't respond within {request.TimeLimit.TotalSeconds:0} seconds.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ChatApiException($"Can't reach {Server}: {(e.InnerException ?? e).Message}", e);
        }
        catch (JsonException e)
        {
            throw new ChatApiException($"Unexpected response from {Server}.", e);
        }
    }

    private ChatApiException Failure(HttpResponseMessage response, byte[] body)
    {
        var status = (int)response.StatusCode;
        var problem = ReadProblem(response, body);
        var said = problem is null ? response.ReasonPhrase : problem.Errors is { Count: > 0 } errors
            ? string.Join(" ", errors.Select(field => $"{field.Key}: {string.Join(" ", field.Value)}"))
            : problem.Detail ?? problem.Title ?? "Request refused.";
        var message = response.StatusCode >= HttpStatusCode.InternalServerError && problem?.Code != "scan_pending" ? $"{Server} is unavailable: {said} ({problem?.Code ?? $"{status}"})"
            : problem is null ? $"{Server} responded with {status} {said}. Is this a ChatFunctions server?"
            : $"{said} ({problem.Code})";
        return new ChatApiException(message)
        {
            StatusCode = status,
            Code = problem?.Code,
            Detail = problem?.Detail,
            TraceId = problem?.TraceId,
            Errors = problem?.Errors,
            RetryAfter = RetryAfter(response),
        };
    }

    /// <returns>Null if the answer isn't one of the chat but, for instance, of a proxy.</returns>
    private static Problem? ReadProblem(HttpResponseMessage response, byte[] body)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(body, ApiJson.Default.Problem);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } wait ? null
        : wait.Delta ?? (wait.Date is { } date && response.Headers.Date is { } now ? date - now : null);

    private static JsonElement Parse(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    private static ResiliencePipeline Retries(int count, Func<ChatApiException, bool> canRetry, TimeProvider clock)
    {
        if (count < 1)
        {
            return ResiliencePipeline.Empty;
        }

        return new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = count,
            ShouldHandle = args => new(args.Outcome.Exception is ChatApiException e && canRetry(e) && !(e.RetryAfter > LongestRetryAfter)),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(250),
            MaxDelay = LongestRetryAfter,
            DelayGenerator = args => new((args.Outcome.Exception as ChatApiException)?.RetryAfter),
        }).Build();
    }
}
