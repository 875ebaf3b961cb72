using System.Collections.Concurrent;
using SignalR.Service.Clients;

namespace SignalR.Service.Groups;

/// <summary>The directories of all hubs, by name. A hub exists from its first connection or group membership on.</summary>
internal sealed class HubDirectories(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, HubDirectory> _hubs = new(StringComparer.Ordinal);

    public int ConnectionCount => _hubs.Values.Sum(hub => hub.ConnectionCount);

    public IEnumerable<ClientConnection> Connections => _hubs.Values.SelectMany(hub => hub.All);

    public HubDirectory Of(string hub) => _hubs.GetOrAdd(hub, _ => new HubDirectory(time));
}
