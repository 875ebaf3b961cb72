using System.Globalization;
using ChatFunctions.Bench.Clients;
using ChatFunctions.Bench.Servers;
using ChatFunctions.Bench.Workloads;

namespace ChatFunctions.Bench.Ratios;

/// <summary>Several instances of the app on one storage; the first is the backend's.</summary>
internal sealed class Apps : IAsyncDisposable
{
    private readonly Backend _backend;
    private readonly ServerProcess[] _further;
    private readonly int[] _ports;

    private Apps(Backend backend, ServerProcess[] further, int[] ports) => (_backend, _further, _ports) = (backend, further, ports);

    public static async Task<Apps> StartAsync(Backend backend, int count)
    {
        var ports = Enumerable.Range(1, count - 1).Select(_ => FreePort.Find()).ToArray();
        var further = Array.ConvertAll(ports, backend.StartAnotherApp);
        await Task.WhenAll(further.Zip(ports, (app, port) => app.ListensAsync(port)));
        return new Apps(backend, further, [backend.AppPort, .. ports]);
    }

    /// <summary>A hot room whose senders are distributed over the first instances.</summary>
    public async Task<LiveWorkload> WorkloadAsync(LiveUsers users, int instances)
    {
        var senders = await users.InOneRoomAsync(
            string.Create(CultureInfo.InvariantCulture, $"on {instances}"), Scale.HotRoomMembers, Scale.HotRoomMembers, sender => _ports[sender % instances]);
        return new LiveWorkload(users, _backend.App, senders, Scale.HotRoomMembers);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _further)
        {
            await app.DisposeAsync();
        }
    }
}
