using System.Globalization;
using ChatFunctions.Bench.Report;
using ChatFunctions.Bench.Servers;
using ChatFunctions.Client;

namespace ChatFunctions.Bench.Ratios;

/// <summary>Imports of a back end into one room, one request after another, compared with raw transactions of the same rows.</summary>
internal static class Import
{
    public static async Task RunAsync(Backend backend, Scale scale, BenchReport report)
    {
        var address = new Uri($"http://127.0.0.1:{backend.AppPort}");
        await using var operators = new ChatClient(address);
        var key = await operators.AddApiKeyAsync("import");
        await using var shop = new ChatClient(new ChatClientOptions { BaseAddress = address, ApiKey = key.Key });
        var sender = await shop.PutUserAsync(new ExternalUser("import", "Import"));
        var start = DateTimeOffset.UtcNow.AddYears(-1);
        var room = await shop.CreateRoomAsync("import", createdAt: start);
        var raw = await RawTables.OpenAsync(backend.Storage, "rawimports");
        var imported = 0;

        await ImportAsync();
        var rounds = await Rounds.RunAsync(
            scale.Rounds,
            ("raw", () => PerMinuteAsync(() => raw.TransactAsync(Limits.ImportMessages))),
            ("import", () => PerMinuteAsync(ImportAsync)));

        report.Ratios.AddRange(
        [
            new("import, one request after another: messages a minute", rounds.Median("import"), "", Reach.Least(10_000)),
            new("import: messages a minute over those of raw transactions of the same rows", rounds.Ratio("import", "raw"), "", Reach: null),
        ]);

        Task ImportAsync() => shop.ImportMessagesAsync(room.Id, Enumerable.Range(0, Limits.ImportMessages).Select(_ =>
        {
            var number = ++imported;
            return new ImportedMessage(sender.Id, RoomLogHost.Text, start.AddSeconds(number), number.ToString(CultureInfo.InvariantCulture));
        }));

        async Task<double> PerMinuteAsync(Func<Task> transact) => 60 * Limits.ImportMessages * await Load.RateAsync(1, scale.Round, _ => transact());
    }
}
