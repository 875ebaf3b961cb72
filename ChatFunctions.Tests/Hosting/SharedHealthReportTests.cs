using ChatFunctions.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatFunctions.Tests.Hosting;

public sealed class SharedHealthReportTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services;
    private readonly SharedHealthReport _report;
    private TaskCompletionSource<HealthCheckResult> _answer = Answered(HealthStatus.Healthy);
    private int _checks;

    public SharedHealthReportTests()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_time).AddSingleton<SharedHealthReport>();
        services.AddHealthChecks().AddAsyncCheck("part", () =>
        {
            Interlocked.Increment(ref _checks);
            return _answer.Task;
        });
        _services = services.BuildServiceProvider();
        _report = _services.GetRequiredService<SharedHealthReport>();
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Concurrent_requests_share_one_check()
    {
        _answer = new TaskCompletionSource<HealthCheckResult>();
        var asked = Enumerable.Range(0, 50).Select(_ => _report.GetAsync(CancellationToken.None)).ToArray();
        _time.Advance(TimeSpan.FromMinutes(1));
        var late = _report.GetAsync(CancellationToken.None);

        _answer.SetResult(HealthCheckResult.Healthy());

        Assert.All(await Task.WhenAll([.. asked, late]), report => Assert.Equal(HealthState.Up, report.Status));
        Assert.Equal(1, _checks);
    }

    [Fact]
    public async Task A_report_is_cached_for_two_seconds()
    {
        Assert.Equal(HealthState.Up, (await _report.GetAsync(CancellationToken.None)).Parts["part"]);
        _answer = Answered(HealthStatus.Unhealthy);

        _time.Advance(SharedHealthReport.FreshFor - TimeSpan.FromMilliseconds(1));
        Assert.Equal(HealthState.Up, (await _report.GetAsync(CancellationToken.None)).Status);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((HealthState.Down, HealthState.Down), ((await _report.GetAsync(CancellationToken.None)).Status, (await _report.GetAsync(CancellationToken.None)).Parts["part"]));

        _answer = Answered(HealthStatus.Healthy);
        _time.Advance(SharedHealthReport.FreshFor);
        Assert.Equal(HealthState.Up, (await _report.GetAsync(CancellationToken.None)).Status);
        Assert.Equal(3, _checks);
    }

    private static TaskCompletionSource<HealthCheckResult> Answered(HealthStatus status)
    {
        var answer = new TaskCompletionSource<HealthCheckResult>();
        answer.SetResult(new HealthCheckResult(status));
        return answer;
    }
}
