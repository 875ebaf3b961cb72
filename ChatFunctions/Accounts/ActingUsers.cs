using Microsoft.Extensions.Caching.Memory;

namespace ChatFunctions.Accounts;

/// <summary>The active users for whom back ends act. A profile is read again after a few seconds.</summary>
internal sealed class ActingUsers(UserStore users) : IActingUsers, IDisposable
{
    private const int MaxUsers = 10_000;
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly MemoryCache _names = new(new MemoryCacheOptions { SizeLimit = MaxUsers });

    public async ValueTask<string?> FindAsync(string userId, CancellationToken cancellationToken)
    {
        if (_names.TryGetValue(userId, out string? name))
        {
            return name;
        }

        name = await users.ProfileAsync(userId, cancellationToken) is { Deactivated: not true } profile ? profile.Username : null;
        return name is null ? null : _names.Set(userId, name, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = MaxAge });
    }

    public void Dispose() => _names.Dispose();
}
