using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Functions.Host.Settings;
using Functions.Host.Timers;

namespace Emulators.Tests.FunctionsHost;

public sealed class TimerTests
{
    [Fact]
    public async Task A_timer_function_runs_at_the_start_on_its_schedule_and_when_the_admin_API_is_called()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:01:00Z", CultureInfo.InvariantCulture));
        await using var test = await TestHost.StartAsync(options => options with { Time = time });

        Assert.Equal("2026-01-01T00:05:00Z", await NextAsync(test, 1));
        time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("2026-01-01T00:10:00Z", await NextAsync(test, 2));
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await test.Http.PostAsync(new Uri("/admin/functions/tick", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await NextAsync(test, 3);
    }

    [Fact]
    public async Task A_disabled_timer_function_runs_only_when_the_admin_API_is_called()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-01-01T00:01:00Z", CultureInfo.InvariantCulture));
        await using var test = await TestHost.StartAsync(options => options with { Time = time }, ("AzureWebJobs.Tick.Disabled", "true"));

        time.Advance(TimeSpan.FromMinutes(4));
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await test.Http.PostAsync(new Uri("/admin/functions/tick", UriKind.Relative), content);

        // The only call is that of the admin API: a scheduled one would have come before it.
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await NextAsync(test, 1);
        Assert.Single(await test.SignalR.CallsAsync("groups/timers", 1));
    }

    [Theory]
    [InlineData("0 30 3 * * *", "2026-01-01T03:30:00Z")]
    [InlineData("30 3 * * *", "2026-01-01T03:30:00Z")]
    [InlineData("0 */15 * * * Mon-Fri", "2026-01-01T00:15:00Z")]
    [InlineData("00:02:30", "2026-01-01T00:03:30Z")]
    public void Schedules_are_NCRONTAB_expressions_or_intervals(string schedule, string next) =>
        Assert.Equal(
            DateTimeOffset.Parse(next, CultureInfo.InvariantCulture),
            new TimerSchedule(schedule).Next(DateTimeOffset.Parse("2026-01-01T00:01:00Z", CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("")]
    [InlineData("every day")]
    [InlineData("0 0 25 * * *")]
    [InlineData("00:00:00")]
    public void Other_schedules_are_refused(string schedule) => Assert.Throws<InvalidSettingException>(() => new TimerSchedule(schedule));

    private static async Task<string> NextAsync(TestHost test, int count)
    {
        var calls = await test.SignalR.CallsAsync("groups/timers", count);
        var next = JsonElement.Parse(calls[count - 1].Body).GetProperty("Arguments")[0].GetDateTime();
        return next.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }
}
