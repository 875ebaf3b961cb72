using System.Net;
using System.Text;
using SignalR.Service.Clients;

namespace SignalR.Service.Upstream;

/// <summary>Sends client events to the app by webhook. An app that is down, slow or answers with an error doesn't affect clients.</summary>
internal sealed class UpstreamClient : IDisposable
{
    private const int MaxReplyBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WarningInterval = TimeSpan.FromSeconds(30);

    private readonly ServiceOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private readonly ILogger<UpstreamClient> _logger;
    private readonly byte[] _accessKey;
    private readonly HttpClient _http;
    private long _nextWarning;

    public UpstreamClient(ServiceOptions options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<UpstreamClient> logger)
    {
        _options = options;
        _time = time;
        _stopping = lifetime.ApplicationStopping;
        _logger = logger;
        _accessKey = options.AccessKeyBytes;
        // User ids and claims needn't be ASCII.
        var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8, UseProxy = false };
        _http = new HttpClient(handler) { Timeout = Timeout, MaxResponseContentBufferSize = MaxReplyBytes };
    }

    public Task ConnectedAsync(ClientConnection connection) => RaiseAsync(connection, UpstreamEvent.Connected());

    public Task DisconnectedAsync(ClientConnection connection) => RaiseAsync(connection, UpstreamEvent.Disconnected(connection.Error));

    public Task<UpstreamReply> InvokeAsync(ClientConnection connection, string target, byte[] payload) =>
        RaiseAsync(connection, UpstreamEvent.Invoked(target, payload));

    public void Dispose() => _http.Dispose();

    private async Task<UpstreamReply> RaiseAsync(ClientConnection connection, UpstreamEvent raised)
    {
        var template = _options.Templates.FirstOrDefault(template => template.Matches(connection.Hub, raised.Category, raised.Name));
        if (template is null)
            return new UpstreamReply(UpstreamOutcome.NotConfigured);
        if (_stopping.IsCancellationRequested)
            return new UpstreamReply(UpstreamOutcome.Unreachable);

        using var request = UpstreamRequest.Create(template.UrlFor(connection.Hub, raised.Category, raised.Name), connection, raised, _accessKey);
        try
        {
            using var response = await _http.SendAsync(request, _stopping);
            var body = await response.Content.ReadAsByteArrayAsync(_stopping);
            if (!response.IsSuccessStatusCode)
                Warn(raised, $"it answered {(int)response.StatusCode}");
            return new UpstreamReply(UpstreamOutcome.Answered, response.StatusCode, body);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            Warn(raised, error.Message);
            return new UpstreamReply(UpstreamOutcome.Unreachable);
        }
    }

    // Once in an interval at most, because an app that isn't running would cause a warning for each connection.
    private void Warn(UpstreamEvent raised, string problem)
    {
        var next = Interlocked.Read(ref _nextWarning);
        var now = _time.GetUtcNow().Ticks;
        if (now >= next && !_stopping.IsCancellationRequested
            && Interlocked.CompareExchange(ref _nextWarning, now + WarningInterval.Ticks, next) == next)
        {
            _logger.UpstreamFailed(raised.Category, raised.Name, problem);
        }
    }
}

internal enum UpstreamOutcome
{
    /// <summary>No template matches the event.</summary>
    NotConfigured,

    /// <summary>No answer, a late answer, or a too large one.</summary>
    Unreachable,

    Answered,
}

/// <summary>The result of sending an event upstream; status and body are set only if it was answered.</summary>
internal readonly record struct UpstreamReply(UpstreamOutcome Outcome, HttpStatusCode Status = default, ReadOnlyMemory<byte> Body = default);
