using System.Net;
using Functions.Host.Settings;
using Functions.Host.Worker;

namespace Emulators.Tests.FunctionsHost;

public sealed class WorkerTests
{
    [Fact]
    public async Task A_worker_that_dies_is_started_again_and_requests_get_503_until_then()
    {
        var time = new FakeTimeProvider();
        await using var test = await TestHost.StartAsync(options => options with { Time = time });
        var first = await ProcessIdAsync(test);

        using var killed = await test.Http.PostAsync(new Uri("/api/exit", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.InternalServerError, killed.StatusCode);
        await Until.TrueAsync(() => test.Logs.Any(log => log.Contains("Starting a new worker in 0.5 s", StringComparison.Ordinal)));
        using var refused = await test.Http.GetAsync(new Uri("/api/items/1", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);

        time.Advance(TimeSpan.FromSeconds(0.5));
        var second = "";
        while (second == "")
            second = await ProcessIdAsync(test);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_stop_lets_running_invocations_end_and_refuses_new_ones()
    {
        await using var test = await TestHost.StartAsync();
        var hold = test.SignalR.Hold("held");
        var running = test.Http.GetAsync(new Uri($"/api/await?url={hold.Url}", UriKind.Relative));
        await hold.ReachedAsync();

        var stopping = test.Host.DisposeAsync().AsTask();
        using var refused = await test.Http.GetAsync(new Uri("/api/items/1", UriKind.Relative));
        hold.Release();
        using var answer = await running;
        await stopping;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_stop_cancels_invocations_that_take_too_long()
    {
        await using var test = await TestHost.StartAsync(options => options with { DrainTimeout = TimeSpan.Zero });
        var hold = test.SignalR.Hold("held");
        var running = test.Http.GetStringAsync(new Uri($"/api/await?url={hold.Url}", UriKind.Relative));
        await hold.ReachedAsync();

        await test.Host.DisposeAsync();

        Assert.Equal("cancelled", await running);
        hold.Release();
    }

    [Fact]
    public async Task A_worker_that_exits_immediately_fails_the_start()
    {
        var error = await Assert.ThrowsAsync<WorkerStartException>(() => TestHost.StartAsync(options => options with
        {
            RunWorker = (_, _) => Task.CompletedTask,
        }));

        Assert.Contains("it ended before it had loaded its functions", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_is_not_built_fails_the_start()
    {
        var error = await Assert.ThrowsAsync<InvalidSettingException>(() => TestHost.StartAsync(options => options with { App = "missing.dll" }));

        Assert.Contains("build the app first", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> ProcessIdAsync(TestHost test)
    {
        using var response = await test.Http.GetAsync(new Uri("/api/environment/ProcessId", UriKind.Relative));
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : "";
    }
}
