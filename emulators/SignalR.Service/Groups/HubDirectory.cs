using System.Collections.Concurrent;
using SignalR.Service.Clients;

namespace SignalR.Service.Groups;

/// <summary>The directories of all hubs, by name. A hub is created when it is first used.</summary>
internal sealed class HubDirectories(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, HubDirectory> _hubs = new(StringComparer.Ordinal);

    public int ConnectionCount => _hubs.Values.Sum(hub => hub.ConnectionCount);

    public IEnumerable<ClientConnection> Connections => _hubs.Values.SelectMany(hub => hub.All);

    public HubDirectory Of(string hub) => _hubs.GetOrAdd(hub, _ => new HubDirectory(time));
}

/// <summary>The connections, users and groups of a hub. Thread-safe; all returned lists are snapshots.</summary>
internal sealed class HubDirectory(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ClientConnection> _connections = new(StringComparer.Ordinal);
    private readonly ConnectionIndex _byUser = new();
    private readonly ConnectionIndex _byGroup = new();
    private readonly UserGroups _userGroups = new(time);

    public int ConnectionCount
    {
        get { lock (_gate) return _connections.Count; }
    }

    public ClientConnection[] All
    {
        get { lock (_gate) return [.. _connections.Values]; }
    }

    public ClientConnection? Find(string id)
    {
        lock (_gate)
            return _connections.GetValueOrDefault(id);
    }

    public ClientConnection[] OfUser(string user)
    {
        lock (_gate)
            return [.. _byUser[user]];
    }

    public ClientConnection[] OfGroup(string group)
    {
        lock (_gate)
            return [.. _byGroup[group]];
    }

    public bool HasUser(string user)
    {
        lock (_gate)
            return _byUser.Contains(user);
    }

    public bool HasGroup(string group)
    {
        lock (_gate)
            return _byGroup.Contains(group);
    }

    /// <summary>Whether one of the user's connections is in the group or the next one would join it.</summary>
    public bool IsUserInGroup(string user, string group)
    {
        lock (_gate)
            return _userGroups.Contains(user, group) || _byUser[user].Any(connection => connection.Groups.Contains(group));
    }

    /// <summary>Adds a new connection, which joins its user's groups immediately.</summary>
    public void Add(ClientConnection connection)
    {
        lock (_gate)
        {
            _connections.Add(connection.Id, connection);
            if (connection.UserId is not { } user)
                return;
            _byUser.Add(user, connection);
            foreach (var group in _userGroups[user])
                Join(connection, group);
        }
    }

    public void Remove(ClientConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection.Id);
            if (connection.UserId is { } user)
                _byUser.Remove(user, connection);
            LeaveAll(connection);
        }
    }

    /// <summary>Returns false, and does nothing, if there is no such connection.</summary>
    public bool AddToGroup(string id, string group)
    {
        lock (_gate)
        {
            if (!_connections.TryGetValue(id, out var connection))
                return false;
            Join(connection, group);
            return true;
        }
    }

    /// <summary>Returns false, and does nothing, if there is no such connection.</summary>
    public bool RemoveFromGroup(string id, string group)
    {
        lock (_gate)
        {
            if (!_connections.TryGetValue(id, out var connection))
                return false;
            Leave(connection, group);
            return true;
        }
    }

    public void RemoveFromAllGroups(string id)
    {
        lock (_gate)
        {
            if (_connections.TryGetValue(id, out var connection))
                LeaveAll(connection);
        }
    }

    /// <summary>Adds the user's connections, and those that it opens within <paramref name="ttl"/>: permanently if null, none if zero.</summary>
    public void AddUserToGroup(string user, string group, TimeSpan? ttl)
    {
        lock (_gate)
        {
            _userGroups.Set(user, group, ttl);
            foreach (var connection in _byUser[user])
                Join(connection, group);
        }
    }

    public void RemoveUserFromGroup(string user, string group)
    {
        lock (_gate)
        {
            _userGroups.Remove(user, group);
            foreach (var connection in _byUser[user])
                Leave(connection, group);
        }
    }

    public void RemoveUserFromAllGroups(string user)
    {
        lock (_gate)
        {
            _userGroups.RemoveAll(user);
            foreach (var connection in _byUser[user])
                LeaveAll(connection);
        }
    }

    private void Join(ClientConnection connection, string group)
    {
        connection.Groups.Add(group);
        _byGroup.Add(group, connection);
    }

    private void Leave(ClientConnection connection, string group)
    {
        connection.Groups.Remove(group);
        _byGroup.Remove(group, connection);
    }

    private void LeaveAll(ClientConnection connection)
    {
        foreach (var group in connection.Groups)
            _byGroup.Remove(group, connection);
        connection.Groups.Clear();
    }
}

/// <summary>Connections by user or group. Not thread-safe.</summary>
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
