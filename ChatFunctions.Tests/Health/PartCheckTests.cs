using ChatFunctions.Health;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatFunctions.Tests.Health;

public sealed class PartCheckTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Probe _probe = new();
    private readonly PartCheck _check;

    public PartCheckTests() => _check = new PartCheck(_probe, _time, NullLogger.Instance);

    [Fact]
    public async Task However_many_ask_the_part_is_asked_once_at_a_time()
    {
        _probe.Answer = new TaskCompletionSource();
        var asked = Enumerable.Range(0, 50).Select(_ => _check.StatusAsync()).ToArray();
        _time.Advance(PartCheck.Patience - TimeSpan.FromMilliseconds(1));
        var late = _check.StatusAsync();

        _probe.Answer.SetResult();

        Assert.All(await Task.WhenAll([.. asked, late]), status => Assert.Equal(HealthStatus.Up, status));
        Assert.Equal(1, _probe.Asked);
    }

    [Fact]
    public async Task An_answer_is_good_for_a_while_and_no_longer()
    {
        Assert.Equal(HealthStatus.Up, await _check.StatusAsync());
        _probe.Answer = Failing();

        _time.Advance(PartCheck.FreshFor - TimeSpan.FromMilliseconds(1));
        Assert.Equal(HealthStatus.Up, await _check.StatusAsync());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(HealthStatus.Down, await _check.StatusAsync());

        _probe.Answer = null;
        _time.Advance(PartCheck.FreshFor);
        Assert.Equal(HealthStatus.Up, await _check.StatusAsync());
        Assert.Equal(3, _probe.Asked);
    }

    [Fact]
    public async Task A_part_that_does_not_answer_is_down_even_if_it_cannot_be_interrupted()
    {
        _probe.Answer = new TaskCompletionSource();
        var status = _check.StatusAsync();

        _time.Advance(PartCheck.Patience);

        Assert.Equal(HealthStatus.Down, await status.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_part_that_goes_and_comes_is_told_of_once_each()
    {
        using var logs = new CapturedLogs();
        var check = new PartCheck(_probe, _time, logs.CreateLogger("health"));
        foreach (var answer in new[] { null, Failing(), Failing(), null, null })
        {
            _probe.Answer = answer;
            await check.StatusAsync();
            _time.Advance(PartCheck.FreshFor);
        }

        Assert.Equal(["Health: part is down", "Health: part is up again"], logs.Lines.Select(line => line.Text));
    }

    private static TaskCompletionSource Failing()
    {
        var answer = new TaskCompletionSource();
        answer.SetException(new IOException("gone"));
        return answer;
    }

    private sealed class Probe : IHealthProbe
    {
        public TaskCompletionSource? Answer { get; set; }

        public int Asked { get; private set; }

        public string Part => "part";

        public Task AskAsync(CancellationToken cancellationToken)
        {
            Asked++;
            return Answer?.Task ?? Task.CompletedTask;
        }
    }
}
