using System.Globalization;
using ChatFunctions.Bench.Clients;
using ChatFunctions.Bench.Report;
using ChatFunctions.Bench.Servers;
using ChatFunctions.Bench.Simulation;
using ChatFunctions.Bench.Workloads;

namespace ChatFunctions.Bench.Ratios;

/// <summary>
/// The hot room on several instances on one storage: the cost of smaller batches and conflicts. Compared with a simulation that uses the
/// times of this machine's storage.
/// </summary>
internal static class Instances
{
    private const int SimulationSeed = 1;

    public static async Task RunAsync(Backend backend, LiveUsers users, Scale scale, BenchReport report)
    {
        int[] counts = scale.Instances;
        var hosts = Enumerable.Range(0, counts[^1]).Select(_ => new RoomLogHost(backend.Storage, Backend.TablePrefix)).ToArray();
        var model = await ModelAsync(backend, scale);
        var roomId = await hosts[0].CreateRoomAsync(Scale.HotRoomMembers);
        await using var apps = await Apps.StartAsync(backend, counts[^1]);
        var workloads = await Task.WhenAll(counts.Select(count => apps.WorkloadAsync(users, count)));
        foreach (var workload in workloads)
        {
            await workload.WarmUpAsync(scale);
        }

        var tallies = Array.ConvertAll(counts, _ => new Tally());
        var results = Array.ConvertAll(counts, _ => new LiveResults());
        var rounds = await Rounds.RunAsync(
            scale.Rounds,
            [
                .. counts.Select((count, i) => ($"append {count}", (Func<Task<double>>)(() => tallies[i].CountAsync(hosts[..count], () => AppendAsync(hosts, count, roomId, scale.Round))))),
                .. counts.Select((count, i) => ($"http {count}", (Func<Task<double>>)(async () => results[i].Add(await workloads[i].RunAsync(scale.Round)).SendsPerSecond))),
            ]);

        var simulated = Array.ConvertAll(counts, count => HotRoomSimulation.Run(model, count, Scale.HotRoomMembers, scale.Simulated, SimulationSeed));
        foreach (var (i, count) in counts.Index())
        {
            report.Workloads.Add(results[i].ToReport(string.Create(CultureInfo.InvariantCulture, $"instances: the hot room on {count}")));
            var (tally, expected) = (tallies[i], simulated[i]);
            report.Ratios.AddRange(
            [
                new($"hot room on {count}: messages a commit", tally.MessagesPerCommit, "", Reach: null, $"simulated {expected.MessagesPerCommit:0.0}"),
                new($"hot room on {count}: conflicts a commit", tally.ConflictsPerCommit, "", Reach: null, $"simulated {expected.ConflictsPerCommit:0.00}"),
            ]);
            if (count > 1)
            {
                report.Ratios.AddRange(
                [
                    new($"hot room on {count}, AppendAsync in-process: sends/s over those on 1", rounds.Ratio($"append {count}", "append 1"), "", Reach: null,
                        $"simulated {expected.MessagesPerSecond / simulated[0].MessagesPerSecond:0.00}; {rounds.Median($"append {count}"):N0} over {rounds.Median("append 1"):N0}"),
                    new($"hot room on {count}, HTTP: sends/s over those on 1", rounds.Ratio($"http {count}", "http 1"), "", Reach: null,
                        $"{rounds.Median($"http {count}"):N0} over {rounds.Median("http 1"):N0}"),
                ]);
            }
        }

        Array.ForEach(hosts, host => host.Dispose());
    }

    private static Task<double> AppendAsync(RoomLogHost[] hosts, int count, string roomId, TimeSpan duration) =>
        Load.RateAsync(Scale.HotRoomMembers, duration, sender => hosts[sender % count].SendAsync(roomId, RoomLogHost.Member(sender)));

    /// <summary>The times of two transactions of different sizes give the time for a request and for a row.</summary>
    private static async Task<SimulationModel> ModelAsync(Backend backend, Scale scale)
    {
        const int Long = 49;
        const int RowsAMessage = 2;
        var raw = await RawTables.OpenAsync(backend.Storage, "rawtransactionsofinstances");
        await Load.P50Async(scale.Round / 2, () => raw.TransactAsync());
        var shortOne = await Load.P50Async(scale.Round / 2, () => raw.TransactAsync());
        var longOne = await Load.P50Async(scale.Round / 2, () => raw.TransactAsync(Long));
        var row = TimeSpan.FromMilliseconds(Math.Max(0.001, (longOne - shortOne) / ((Long - 1) * RowsAMessage)));
        var request = TimeSpan.FromMilliseconds(shortOne) - ((RowsAMessage + 1) * row);

        // Both ends are on this machine, so assume that a tenth of the time is network and the rest Azurite.
        request = request > TimeSpan.Zero ? request : TimeSpan.Zero;
        return new SimulationModel("this machine's Azurite", request / 20, request * 0.9, row, TimeSpan.Zero);
    }

    /// <summary>Commits and conflicts of all instances while counting.</summary>
    private sealed class Tally
    {
        private long _commits;
        private long _conflicts;
        private long _messages;

        public double MessagesPerCommit => _messages / (double)_commits;

        public double ConflictsPerCommit => _conflicts / (double)_commits;

        public async Task<double> CountAsync(RoomLogHost[] hosts, Func<Task<double>> measure)
        {
            var (commits, conflicts, messages) = Sums();
            var rate = await measure();
            var (commitsAfter, conflictsAfter, messagesAfter) = Sums();
            (_commits, _conflicts, _messages) = (_commits + commitsAfter - commits, _conflicts + conflictsAfter - conflicts, _messages + messagesAfter - messages);
            return rate;

            (long Commits, long Conflicts, long Messages) Sums() =>
                (hosts.Sum(host => host.Commits), hosts.Sum(host => host.Conflicts), hosts.Sum(host => host.Messages));
        }
    }
}
