namespace ChatFunctions.Accounts;

/// <summary>
/// Finds users by the beginning of the name or of a later word in it, or by the complete login. The beginning of a login finds nobody, so
/// a search doesn't reveal logins.
/// </summary>
internal sealed class UserSearch(UserStore users, UserDirectory directory)
{
    /// <param name="afterKey">The last key of the previous page; null: the first page.</param>
    public async Task<Page<User>> PageAsync(string wanted, string? afterKey, int limit, CancellationToken cancellationToken)
    {
        var (byLogin, rows) = await BoundedRequests.BothAsync(ByLoginAsync(wanted, cancellationToken), directory.SearchAsync(wanted, afterKey, limit, cancellationToken));
        var byName = await Task.WhenAll(rows.Select(row => ByNameAsync(row, wanted, cancellationToken)));
        var others = byName.OfType<User>().Where(user => user.Id != byLogin?.Id).ToList();
        var cursor = rows.Count == limit ? rows[^1].RowKey : null;
        if (afterKey is not null || byLogin is null)
        {
            return new Page<User>(others, cursor);
        }

        // The login's owner comes first and replaces the last user found by name, who is then first on the next page.
        return others.Count == limit
            ? new Page<User>([byLogin, .. others[..^1]], limit == 1 ? "" : rows[^2].RowKey)
            : new Page<User>([byLogin, .. others], cursor);
    }

    private async Task<User?> ByLoginAsync(string wanted, CancellationToken cancellationToken) =>
        Logins.IsPlausible(wanted)
        && await users.LoginAsync(Logins.Normalise(wanted), cancellationToken) is { } login
        && await users.ProfileAsync(login.UserId, cancellationToken) is { } profile
            ? profile.ToUser(withLogin: true)
            : null;

    private async Task<User?> ByNameAsync(NameRow row, string wanted, CancellationToken cancellationToken)
    {
        var profile = await users.ProfileAsync(row.Id, cancellationToken);
        return profile is not null && row.Lists(profile.Username, wanted) ? profile.ToUser(withLogin: false) : null;
    }
}

/// <summary>Users by name.</summary>
internal sealed class UserDirectory(UserStore users, ChatTables tables, TimeProvider clock) : NameIndex(Partition, tables, clock)
{
    public const string Partition = "users";

    protected override async Task<string?> PresentNameAsync(string id, CancellationToken cancellationToken) =>
        (await users.ProfileAsync(id, cancellationToken))?.Username;
}
