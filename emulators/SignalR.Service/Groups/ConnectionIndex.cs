using SignalR.Service.Clients;

namespace SignalR.Service.Groups;

/// <summary>Connections by a key that several can share: a user, or a group. Not thread-safe.</summary>
internal sealed class ConnectionIndex
{
    private readonly Dictionary<string, HashSet<ClientConnection>> _sets = new(StringComparer.Ordinal);

    public bool Contains(string key) => _sets.ContainsKey(key);

    public IReadOnlyCollection<ClientConnection> this[string key] => _sets.TryGetValue(key, out var set) ? set : [];

    public void Add(string key, ClientConnection connection)
    {
        if (!_sets.TryGetValue(key, out var set))
            _sets[key] = set = [];
        set.Add(connection);
    }

    public void Remove(string key, ClientConnection connection)
    {
        if (_sets.TryGetValue(key, out var set) && set.Remove(connection) && set.Count == 0)
            _sets.Remove(key);
    }
}
