using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Microsoft.Azure.Functions.Worker.SignalR;

/// <summary>What sending outputs takes, on the meter <c>Functions.Worker</c>. In Azure an invocation whose output failed counts as failed instead.</summary>
internal sealed class OutputMetrics(IMeterFactory meters)
{
    private readonly Histogram<double> _duration =
        meters.Create("Functions.Worker").CreateHistogram<double>("functions.output.duration", "s", "Sending what an invocation left in its outputs");

    public void Ended(string function, long started, Exception? failure)
    {
        if (!_duration.Enabled)
            return;

        var tags = new TagList { { "faas.name", function } };
        if (failure is not null)
            tags.Add("error.type", failure.GetType().FullName);
        _duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
    }
}
