using ChatFunctions.Bench.Ratios;
using ChatFunctions.Bench.Report;

namespace ChatFunctions.Bench.Workloads;

/// <summary>The results of a workload's rounds: medians of the rates, percentiles over all messages.</summary>
internal sealed class LiveResults
{
    private readonly List<LiveResult> _rounds = [];

    /// <summary>Of the median round.</summary>
    public double WorkerCpuMicroseconds => Rounds.Median(_rounds.Select(round => round.WorkerCpuMicroseconds));

    /// <summary>Of the median round, for worker and Functions host together.</summary>
    public double CpuMicroseconds => Rounds.Median(_rounds.Select(round => round.WorkerCpuMicroseconds + round.HostCpuMicroseconds));

    public LiveResult Add(LiveResult round)
    {
        _rounds.Add(round);
        return round;
    }

    public WorkloadResult ToReport(string workload)
    {
        var (acks, deliveries) = (Latencies.Of(_rounds.Select(round => round.Acks)), Latencies.Of(_rounds.Select(round => round.Deliveries)));
        return new WorkloadResult(
            workload,
            Rounds.Median(_rounds.Select(round => round.SendsPerSecond)),
            Rounds.Median(_rounds.Select(round => round.ReceivedPerSecond)),
            acks.P50,
            acks.P99,
            deliveries.P50,
            deliveries.P99);
    }
}
