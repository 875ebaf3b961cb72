using ChatFunctions.Bench.Report;
using ChatFunctions.Bench.Servers;
using ChatFunctions.Live;

namespace ChatFunctions.Bench.Ratios;

/// <summary>Counts the storage requests and live messages of a send, which are the same on every machine.</summary>
internal static class SendCosts
{
    public static async Task RunAsync(Backend backend, BenchReport report)
    {
        using var first = new RoomLogHost(backend.Storage, Backend.TablePrefix);
        var roomId = await first.CreateRoomAsync(Scale.HotRoomMembers);
        using var host = new RoomLogHost(backend.Storage, Backend.TablePrefix);
        var (cold, _) = await host.Storage.MeasureAsync(() => host.SendAsync(roomId, RoomLogHost.Member(0)));
        var (steady, _) = await host.Storage.MeasureAsync(() => host.SendAsync(roomId, RoomLogHost.Member(0)));
        report.Ratios.AddRange(
        [
            new("storage requests for a send, steady state", steady, "", Reach.Most(1)),
            new("storage requests for a send, first of an instance", cold, "", Reach.Most(3)),
            new("live messages for a committed batch in one room", await BroadcastsAsync(host, roomId), "", Reach.Most(1)),
        ]);
    }

    private static async Task<double> BroadcastsAsync(RoomLogHost host, string roomId)
    {
        var commits = host.Commits;
        var sends = await Task.WhenAll(Enumerable.Range(0, 20 * Scale.HotRoomMembers).Select(i => host.SendAsync(roomId, RoomLogHost.Member(i % Scale.HotRoomMembers))));
        return sends.Sum(sent => LiveMessages.RoomEvents(roomId, sent.Broadcast)?.Length ?? 0) / (double)(host.Commits - commits);
    }
}
