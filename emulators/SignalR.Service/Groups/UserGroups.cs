namespace SignalR.Service.Groups;

/// <summary>The groups that users' future connections join, with expiry. Not thread-safe.</summary>
internal sealed class UserGroups(TimeProvider time)
{
    private readonly Dictionary<string, Dictionary<string, DateTimeOffset>> _expiries = new(StringComparer.Ordinal);

    /// <summary>The user's unexpired groups.</summary>
    public IReadOnlyCollection<string> this[string user]
    {
        get
        {
            ForgetExpired(user);
            return _expiries.TryGetValue(user, out var groups) ? groups.Keys : [];
        }
    }

    public bool Contains(string user, string group)
    {
        ForgetExpired(user);
        return _expiries.TryGetValue(user, out var groups) && groups.ContainsKey(group);
    }

    /// <summary>Sets or renews the membership; without <paramref name="ttl"/> it lasts until it is removed.</summary>
    public void Set(string user, string group, TimeSpan? ttl)
    {
        ForgetExpired(user);
        if (!_expiries.TryGetValue(user, out var groups))
            _expiries[user] = groups = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        groups[group] = ttl is { } lifetime ? time.GetUtcNow() + lifetime : DateTimeOffset.MaxValue;
        ForgetExpired(user);
    }

    public void Remove(string user, string group)
    {
        if (_expiries.TryGetValue(user, out var groups) && groups.Remove(group) && groups.Count == 0)
            _expiries.Remove(user);
    }

    public void RemoveAll(string user) => _expiries.Remove(user);

    private void ForgetExpired(string user)
    {
        if (!_expiries.TryGetValue(user, out var groups))
            return;
        var now = time.GetUtcNow();
        foreach (var (group, _) in groups.Where(membership => membership.Value <= now))
            groups.Remove(group);
        if (groups.Count == 0)
            _expiries.Remove(user);
    }
}
