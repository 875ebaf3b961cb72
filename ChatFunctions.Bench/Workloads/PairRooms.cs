using ChatFunctions.Bench.Clients;
using ChatFunctions.Bench.Report;
using ChatFunctions.Bench.Servers;

namespace ChatFunctions.Bench.Workloads;

/// <summary>64 rooms of two, one message in flight in each: nothing to gather into one commit.</summary>
internal static class PairRooms
{
    public static async Task RunAsync(Backend backend, Crowd crowd, Scale scale, BenchReport report)
    {
        var senders = await crowd.InPairsAsync();
        var workload = new LiveWorkload(crowd, backend.App, senders, listeners: 2);
        await workload.RunAsync(scale.Round);
        var results = new LiveResults();
        results.Add(await workload.RunAsync(scale.Workload));
        report.Workloads.Add(results.ToReport($"rooms: {senders.Count} rooms of 2, one in flight in each"));
        foreach (var sender in senders)
        {
            sender.Dispose();
        }
    }
}
