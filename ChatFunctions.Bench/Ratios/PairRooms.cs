using System.Globalization;
using ChatFunctions.Bench.Clients;
using ChatFunctions.Bench.Report;
using ChatFunctions.Bench.Servers;
using ChatFunctions.Bench.Workloads;

namespace ChatFunctions.Bench.Ratios;

/// <summary>64 rooms with two members and one message in flight each, so that nothing is batched, compared with raw transactions of the same rows.</summary>
internal static class PairRooms
{
    public static async Task RunAsync(Backend backend, LiveUsers users, Scale scale, BenchReport report)
    {
        var raw = new RawTables[Scale.HotRoomMembers];
        for (var i = 0; i < raw.Length; i++)
        {
            raw[i] = await RawTables.OpenAsync(backend.Storage, string.Create(CultureInfo.InvariantCulture, $"raw{i}"));
        }

        var senders = await users.InPairsAsync();
        var workload = new LiveWorkload(users, backend.App, senders, listeners: 2);
        var results = new LiveResults();
        await workload.WarmUpAsync(scale);
        var rounds = await Rounds.RunAsync(
            scale.Rounds,
            ("raw", () => Load.RateAsync(Scale.HotRoomMembers, scale.Round, worker => raw[worker].TransactAsync())),
            ("http", async () => results.Add(await workload.RunAsync(scale.Round)).SendsPerSecond));

        report.Workloads.Add(results.ToReport($"rooms: {Scale.HotRoomMembers} rooms of 2, one in flight in each"));
        report.Ratios.Add(new("64 rooms, HTTP: sends/s over raw transactions/s of the same rows", rounds.Ratio("http", "raw"), "", Reach: null,
            $"{rounds.Median("http"):N0} over {rounds.Median("raw"):N0}; {results.CpuMicroseconds:N0} us of the app a send"));
        foreach (var sender in senders)
        {
            sender.Dispose();
        }
    }
}
