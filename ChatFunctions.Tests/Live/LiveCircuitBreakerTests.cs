using System.Net;
using ChatFunctions.Live;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Live;

public sealed class LiveCircuitBreakerTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly Service _service = new();
    private readonly CapturedLogs _logs = new();
    private readonly LoggerFactory _loggers;
    private readonly LiveCircuitBreaker _breaker;

    public LiveCircuitBreakerTests()
    {
        _loggers = new LoggerFactory([_logs]);
        _breaker = new LiveCircuitBreaker(_service, _time, _loggers.CreateLogger<LiveCircuitBreaker>());
        _service.Observe = () => _breaker.IsOpen;
    }

    public Task InitializeAsync() => _breaker.StartAsync(CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _breaker.StopAsync(CancellationToken.None);
        Dispose();
    }

    public void Dispose()
    {
        _breaker.Dispose();
        _loggers.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task Two_failures_in_a_row_open_the_breaker_and_one_response_closes_it()
    {
        var open = await ProbeAsync(Fails, Answers, Fails, Fails, Fails, Answers, Fails);

        Assert.Equal([false, false, false, true, true, false, false], open);
    }

    [Fact]
    public async Task A_service_that_takes_almost_a_second_is_not_suspended()
    {
        var open = await ProbeAsync(TakesAlmostASecond, TakesAlmostASecond, TakesAlmostASecond);

        Assert.Equal([false, false, false], open);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_suspended_even_if_the_probe_cannot_be_interrupted()
    {
        var open = await ProbeAsync(Hangs, Hangs, Answers);

        Assert.Equal([false, true, false], open);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, false)]
    [InlineData(HttpStatusCode.TooManyRequests, false)]
    [InlineData(HttpStatusCode.ServiceUnavailable, true)]
    public async Task A_refused_probe_counts_as_a_response_and_a_server_error_does_not(HttpStatusCode status, bool open)
    {
        var refused = (TimeProvider _) => Task.FromException(new HttpRequestException("refused", inner: null, status));

        Assert.Equal([false, open], await ProbeAsync(refused, refused));
    }

    [Fact]
    public async Task Without_requests_the_breaker_stops_probing_and_resets()
    {
        const int probes = 1 + LiveCircuitBreaker.IdleProbes;
        _service.Answer = () => Fails(_time);
        _breaker.NoteRequest();
        for (var probe = 1; probe <= probes; probe++)
        {
            await _service.ProbedAsync(probe);
            _time.Advance(LiveCircuitBreaker.ProbeInterval);
        }

        await Until(() => !_breaker.IsOpen);
        Assert.True(_service.Open[^1]);
        Assert.Equal([LogLevel.Error], _logs.Lines.Select(line => line.Level));
        _time.Advance(10 * LiveCircuitBreaker.ProbeInterval);
        Assert.Equal(probes, _service.ProbeCount);

        _breaker.NoteRequest();
        await _service.ProbedAsync(probes + 1);
    }

    [Fact]
    public async Task A_missing_response_is_logged_once_a_minute_without_a_stack_trace()
    {
        await ProbeAsync([.. Enumerable.Repeat(Fails, 125), Answers]);

        Assert.Equal([LogLevel.Error, LogLevel.Error, LogLevel.Error, LogLevel.Information], _logs.Lines.Select(line => line.Level));
        Assert.All(_logs.Lines, line => Assert.Null(line.Exception));
    }

    [Fact]
    public async Task Requests_keep_the_breaker_probing()
    {
        var open = await ProbeAsync([.. Enumerable.Repeat(Answers, 3 * LiveCircuitBreaker.IdleProbes)]);

        Assert.All(open, Assert.False);
    }

    private static Func<TimeProvider, Task> Answers { get; } = _ => Task.CompletedTask;

    private static Func<TimeProvider, Task> Fails { get; } = _ => Task.FromException(new IOException("gone"));

    private static Func<TimeProvider, Task> Hangs { get; } = _ => new TaskCompletionSource().Task;

    private static Func<TimeProvider, Task> TakesAlmostASecond { get; } = time => Task.Delay(LiveCircuitBreaker.ProbeTimeout - Moment, time);

    /// <summary>Lets the breaker probe a service with these responses, with a request before each probe.</summary>
    /// <returns>Whether the breaker was open after each response.</returns>
    private async Task<bool[]> ProbeAsync(params Func<TimeProvider, Task>[] answers)
    {
        foreach (var (index, answer) in answers.Append(Answers).Index())
        {
            _service.Answer = () => answer(_time);
            _breaker.NoteRequest();
            if (index > 0)
            {
                _time.Advance(LiveCircuitBreaker.ProbeInterval - Moment);
                _time.Advance(Moment);
            }

            await _service.ProbedAsync(index + 1);
        }

        return [.. _service.Open.Skip(1).Take(answers.Length)];
    }

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private sealed class Service : IHealthCheck
    {
        private readonly List<bool> _open = [];

        public Func<Task> Answer { get; set; } = () => Task.CompletedTask;

        public Func<bool> Observe { get; set; } = () => false;

        /// <summary>What was observed at each probe.</summary>
        public bool[] Open
        {
            get
            {
                lock (_open)
                {
                    return [.. _open];
                }
            }
        }

        public int ProbeCount => Open.Length;

        public Task ProbedAsync(int times) => Until(() => ProbeCount >= times);

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
        {
            var answer = Answer();
            lock (_open)
            {
                _open.Add(Observe());
            }

            await answer;
            return HealthCheckResult.Healthy();
        }
    }
}
