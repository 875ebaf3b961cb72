using ChatFunctions.Bench.Clients;
using ChatFunctions.Bench.Report;
using ChatFunctions.Bench.Servers;
using ChatFunctions.Bench.Workloads;
using ChatFunctions.Rooms.Log;

namespace ChatFunctions.Bench.Ratios;

/// <summary>64 members of one room, each with one message in flight, compared with as many single inserts of the same rows.</summary>
internal static class HotRoom
{
    public static async Task RunAsync(Backend backend, LiveUsers users, Scale scale, BenchReport report)
    {
        using var host = new RoomLogHost(backend.Storage, Backend.TablePrefix);
        var roomId = await host.CreateRoomAsync(Scale.HotRoomMembers);
        var raw = await RawTables.OpenAsync(backend.Storage, "rawinserts");
        var senders = await users.InOneRoomAsync("hot", Scale.HotRoomMembers, Scale.HotRoomMembers);
        var workload = new LiveWorkload(users, backend.App, senders, Scale.HotRoomMembers);
        var results = new LiveResults();

        await Task.WhenAll(raw.InsertAsync(), Load.RateAsync(Scale.HotRoomMembers, scale.Round, sender => SendAsync(host, roomId, sender)));
        await workload.WarmUpAsync(scale);
        var (allocated, sent, commits) = (0L, 0L, host.Commits);
        var rounds = await Rounds.RunAsync(
            scale.Rounds,
            ("raw", () => Load.RateAsync(Scale.HotRoomMembers, scale.Round, _ => raw.InsertAsync())),
            ("append", AppendAsync),
            ("http", async () => results.Add(await workload.RunAsync(scale.Round)).SendsPerSecond));

        var hot = results.ToReport($"hot: {Scale.HotRoomMembers} senders in one room, all {Scale.HotRoomMembers} listen");
        report.Workloads.Add(hot);
        report.Ratios.AddRange(
        [
            new("hot room, AppendAsync in-process: sends/s over raw inserts/s", rounds.Ratio("append", "raw"), "", Reach.Least(1.5),
                $"{rounds.Median("append"):N0} over {rounds.Median("raw"):N0}; {sent / (double)(host.Commits - commits):0.0} messages a commit"),
            new("hot room, HTTP: sends/s over raw inserts/s", rounds.Ratio("http", "raw"), "", Reach.Least(0.5), $"{rounds.Median("http"):N0} over {rounds.Median("raw"):N0}"),
            new("hot room, HTTP: processor time of the worker for a send", results.WorkerCpuMicroseconds, "us", Reach.Most(170)),
            new("hot room, HTTP: processor time of worker and host for a send", results.CpuMicroseconds, "us", Reach.Most(270)),
            new("hot room, HTTP: messages a second received by all", hot.ReceivedPerSecond!.Value, "", Reach.Least(2_500)),
            new("hot room, AppendAsync: allocated for a send", allocated / (double)sent / 1024, "KiB", Reach: null),
        ]);
        foreach (var sender in senders)
        {
            sender.Dispose();
        }

        async Task<double> AppendAsync()
        {
            var before = GC.GetTotalAllocatedBytes();
            var rate = await Load.RateAsync(Scale.HotRoomMembers, scale.Round, sender =>
            {
                Interlocked.Increment(ref sent);
                return SendAsync(host, roomId, sender);
            });
            allocated += GC.GetTotalAllocatedBytes() - before;
            return rate;
        }
    }

    private static Task<Appended> SendAsync(RoomLogHost host, string roomId, int sender) => host.SendAsync(roomId, RoomLogHost.Member(sender));
}
