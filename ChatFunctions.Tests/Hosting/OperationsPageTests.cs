using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using ChatFunctions.Cleanup;
using ChatFunctions.Hosting;
using ChatFunctions.Live;
using ChatFunctions.Rooms.Log;
using ChatFunctions.Tests.Infra;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Hosting;

/// <summary>docs/operations.md documents all metrics, log events and alerts, and no others.</summary>
public sealed partial class OperationsPageTests
{
    private static readonly string Page = InfraFiles.Text("docs", "operations.md");

    [Fact]
    public void Every_metric_is_documented()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var measured = new Measurements(meters);
        _ = new RoomMetrics(meters);
        _ = new StorageTelemetry(meters);
        _ = new LiveOutputMiddleware(breaker: null!, meters);
        _ = new CleanupMetrics(meters);

        Assert.Equal(measured.Units.Keys.Order(), Metric().Matches(Page).Select(row => row.Groups[1].Value).Order());
    }

    [Fact]
    public void Every_log_event_is_documented_with_its_level()
    {
        var emitted =
            from type in typeof(ChatTelemetry).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            let message = method.GetCustomAttribute<LoggerMessageAttribute>()
            where message is not null
            orderby message.EventId
            select (message.EventId, message.Level);
        var told =
            from row in LogRow().Matches(Page)
            let levels = row.Groups[2].Value.Split(", ")
            from id in row.Groups[1].Value.Split(", ").Select((text, i) => (EventId: int.Parse(text, provider: null), Level: Enum.Parse<LogLevel>(levels[Math.Min(i, levels.Length - 1)])))
            orderby id.EventId
            select id;

        Assert.Equal(emitted, told);
    }

    [Fact]
    public void Every_alert_is_documented()
    {
        var alerts = AlertName().Matches(InfraFiles.Text("infra", "modules", "alerts.bicep")).Select(match => match.Groups[1].Value).ToArray();

        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert => Assert.Contains($"| `{alert}` |", Page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| `([a-z._]+)` \| (?:counter|histogram) \|", RegexOptions.Multiline)]
    private static partial Regex Metric();

    [GeneratedRegex(@"^\| (\d+(?:, \d+)*) \| ([A-Z][A-Za-z, ]*) \|", RegexOptions.Multiline)]
    private static partial Regex LogRow();

    [GeneratedRegex(@"^    name: '([a-z-]+)'$", RegexOptions.Multiline)]
    private static partial Regex AlertName();
}
