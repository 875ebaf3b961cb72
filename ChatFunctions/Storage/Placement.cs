using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ChatFunctions.Storage;

/// <summary>
/// Which account a key is kept in: rendezvous hashing (Thaler and Ravishankar, 1998). Every account draws a number for the key from its
/// name and the key alone, and the highest wins; so an account that is added takes its share from each of the others, and no key moves
/// between those.
/// </summary>
/// <param name="accounts">Their names, and since when each takes what is made. The first must have been there always.</param>
internal sealed class Placement(IReadOnlyList<(string Name, DateTimeOffset Since)> accounts)
{
    private readonly IReadOnlyList<(string Name, DateTimeOffset Since)> _accounts = Checked(accounts);
    /// <param name="bornAt">When what it stands for was made, if the key tells; null: before any account was added.</param>
    /// <returns>The account's place in the list.</returns>
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

    /// <summary>Alike on every machine and in every version, or rows would be looked for where they aren't.</summary>
    private static ulong Draw(string account, string key) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{account}/{key}")));

    private static IReadOnlyList<(string Name, DateTimeOffset Since)> Checked(IReadOnlyList<(string Name, DateTimeOffset Since)> accounts) =>
        accounts.Select(account => account.Name).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new InvalidOperationException($"The storage account '{twice.Key}' is named twice in the settings.")
            : accounts;
}
