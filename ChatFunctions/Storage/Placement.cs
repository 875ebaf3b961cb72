using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ChatFunctions.Storage;

/// <summary>
/// Chooses the account of a key by rendezvous hashing (Thaler and Ravishankar, 1998): the account whose hash with the key is highest. A new
/// account takes its share from each of the others, and no key moves between those.
/// </summary>
/// <param name="accounts">The names of the accounts, and since when each is used. The first one has always been used.</param>
internal sealed class Placement(IReadOnlyList<(string Name, DateTimeOffset Since)> accounts)
{
    private readonly IReadOnlyList<(string Name, DateTimeOffset Since)> _accounts = Checked(accounts);
    /// <param name="bornAt">The creation time in the key; null: before any account was added.</param>
    /// <returns>The index of the account.</returns>
    public int Of(string key, DateTimeOffset? bornAt)
    {
        var (home, highest) = (0, 0UL);
        for (var i = 0; i < _accounts.Count && _accounts.Count > 1; i++)
        {
            if (_accounts[i].Since > (bornAt ?? DateTimeOffset.MinValue))
            {
                continue;
            }

            var drawn = Draw(_accounts[i].Name, key);
            (home, highest) = i == 0 || drawn > highest ? (i, drawn) : (home, highest);
        }

        return home;
    }

    /// <summary>A hash that must be the same on every machine and in every version.</summary>
    private static ulong Draw(string account, string key) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{account}/{key}")));

    private static IReadOnlyList<(string Name, DateTimeOffset Since)> Checked(IReadOnlyList<(string Name, DateTimeOffset Since)> accounts) =>
        accounts.Select(account => account.Name).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new InvalidOperationException($"The storage account '{twice.Key}' is named twice in the settings.")
            : accounts;
}
