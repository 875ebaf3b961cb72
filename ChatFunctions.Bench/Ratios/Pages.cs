using ChatFunctions.Bench.Clients;
using ChatFunctions.Bench.Report;
using ChatFunctions.Bench.Servers;
using ChatFunctions.Bench.Workloads;
using ChatFunctions.Messages;

namespace ChatFunctions.Bench.Ratios;

/// <summary>The newest page of histories of several lengths, compared with a raw query of the same range.</summary>
internal static class Pages
{
    public static async Task RunAsync(Backend backend, LiveUsers users, Scale scale, BenchReport report)
    {
        using var host = new RoomLogHost(backend.Storage, Backend.TablePrefix);
        var reader = users.Users[0];
        foreach (var messages in scale.Histories)
        {
            Screen.Step($"history of {messages:N0}");
            var roomId = await reader.CreateRoomAsync("history", [users.Users[1]]);
            await host.FillAsync(roomId, reader.Id, messages);
            using var request = await PageRequest.OpenAsync(reader, roomId);
            await CountAsync(host, roomId, reader.Id, messages, report);

            var (pages, raw) = (new Latencies(), new RawPages(backend.Storage, Backend.TablePrefix, roomId));
            await request.ReadAsync();
            var rounds = await Rounds.RunAsync(
                scale.Rounds,
                ("raw", () => Load.P50Async(scale.Round / 3, raw.MessagesAsync)),
                ("both", () => Load.P50Async(scale.Round / 3, () => raw.MessagesAndReadersAsync())),
                ("page", () => Load.P50Async(scale.Round / 3, () => PageAsync(host, roomId, reader.Id))),
                ("http", () => Load.P50Async(scale.Round / 3, () => pages.TimeAsync(request.ReadAsync))));
            report.Workloads.Add(new WorkloadResult($"history: a page of {Limits.PageSize} at {messages:N0} messages", null, null, pages.P50, pages.P99));
            report.Ratios.AddRange(
            [
                new($"history at {messages:N0}, in-process: p50 over the same range query", rounds.Ratio("page", "raw"), "", Reach.Most(1.3), Milliseconds("page", "raw")),
                new($"history at {messages:N0}, in-process: p50 over the same two reads at once", rounds.Ratio("page", "both"), "", Reach: null, Milliseconds("page", "both")),
                new($"history at {messages:N0}, HTTP: p50 over the same two reads at once", rounds.Ratio("http", "both"), "", Reach: null, Milliseconds("http", "both")),
            ]);

            string Milliseconds(string name, string over) => $"{rounds.Median(name):0.0} ms over {rounds.Median(over):0.0} ms";
        }
    }

    private static async Task CountAsync(RoomLogHost host, string roomId, string userId, int messages, BenchReport report)
    {
        var returned = 0;
        var (requests, rows) = await host.Storage.MeasureAsync(async () => returned = (await PageAsync(host, roomId, userId)).Items.Count);
        report.Ratios.AddRange(
        [
            new($"history at {messages:N0}: storage requests a page", requests, "", Reach.Most(2)),
            new($"history at {messages:N0}: rows read beyond those returned", rows - returned, "", Reach.Most(1)),
        ]);
    }

    private static async Task<HistoryPage> PageAsync(RoomLogHost host, string roomId, string userId) =>
        (await host.History.PageAsync(roomId, userId, new HistoryQuery(Limits.PageSize, null, null, null, null, null), CancellationToken.None)).Value;
}
