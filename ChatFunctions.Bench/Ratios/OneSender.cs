using ChatFunctions.Bench.Clients;
using ChatFunctions.Bench.Report;
using ChatFunctions.Bench.Servers;
using ChatFunctions.Bench.Workloads;

namespace ChatFunctions.Bench.Ratios;

/// <summary>One sender, one message after another, compared with raw transactions of the same rows.</summary>
internal static class OneSender
{
    public static async Task RunAsync(Backend backend, LiveUsers users, Scale scale, BenchReport report)
    {
        using var host = new RoomLogHost(backend.Storage, Backend.TablePrefix);
        var roomId = await host.CreateRoomAsync(members: 2);
        var raw = await RawTables.OpenAsync(backend.Storage, "rawtransactions");
        var senders = await users.InOneRoomAsync("ping", members: 2, senders: 1);
        var workload = new LiveWorkload(users, backend.App, senders, listeners: 2);
        var results = new LiveResults();

        await Load.P50Async(scale.Round, raw.TransactAsync);
        await workload.WarmUpAsync(scale);
        var rounds = await Rounds.RunAsync(
            2 * scale.Rounds,
            ("raw", () => Load.P50Async(scale.Round / 2, raw.TransactAsync)),
            ("append", () => Load.P50Async(scale.Round / 2, () => host.SendAsync(roomId, RoomLogHost.Member(0)))),
            ("http", async () => results.Add(await workload.RunAsync(scale.Round / 2)).Acks.P50));

        report.Workloads.Add(results.ToReport("ping: 1 sender, 2 live members"));
        report.Ratios.AddRange(
        [
            new("one sender, AppendAsync: p50 over a raw transaction of the same rows", rounds.Ratio("append", "raw"), "", Reach.Most(1.3), Milliseconds("append")),
            new("one sender, HTTP: p50 over a raw transaction of the same rows", rounds.Ratio("http", "raw"), "", Reach.Most(2.5), Milliseconds("http")),
        ]);
        senders[0].Dispose();

        string Milliseconds(string name) => $"{rounds.Median(name):0.00} ms over {rounds.Median("raw"):0.00} ms";
    }
}
