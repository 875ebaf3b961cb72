using Azure.Core.Pipeline;
using ChatFunctions.Bench.Micro;
using ChatFunctions.Bench.Report;

namespace ChatFunctions.Bench.Ratios;

/// <summary>The memory that an instance uses for an active room. Storage is canned.</summary>
internal static class Memory
{
    public static async Task RunAsync(Scale scale, BenchReport report)
    {
        using var host = new RoomLogHost(CannedStorage.ConnectionString, "none", new HttpClientTransport(new HttpClient(new CannedStorage(rows: null))));
        await MakeRoomAsync(host);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Parallel.ForEachAsync(Enumerable.Range(0, scale.ActiveRooms), new ParallelOptions { MaxDegreeOfParallelism = Scale.HotRoomMembers }, async (_, _) => await MakeRoomAsync(host));
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        report.Ratios.Add(new($"memory for an active room of 2, of {scale.ActiveRooms:N0}", held / (double)scale.ActiveRooms / 1024, "KiB", Reach.Most(2), $"{held / 1024.0 / 1024:0.0} MiB in all"));
    }

    private static async Task MakeRoomAsync(RoomLogHost host)
    {
        var roomId = await host.CreateRoomAsync(members: 2);
        await host.SendAsync(roomId, RoomLogHost.Member(0));
        await host.SendAsync(roomId, RoomLogHost.Member(1));
    }
}
