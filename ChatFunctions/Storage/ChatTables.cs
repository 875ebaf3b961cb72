using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Storage;

/// <summary>
/// The tables and blobs in all storage accounts. Each room and each user is in one account. Directory and Presence are in the first account, because
/// their range queries cover all users.
/// </summary>
internal sealed class ChatTables
{
    private readonly Placement _placement;

    /// <param name="policies">Further policies for each request, such as a counter.</param>
    /// <param name="transports">At most one transport instead of the default.</param>
    /// <param name="clock">The clock by which addresses of blobs expire.</param>
    public ChatTables(
        IOptions<StorageOptions> options, RangeReadLimit rangeReads, IEnumerable<HttpPipelinePolicy> policies, IEnumerable<HttpPipelineTransport> transports, TimeProvider clock)
    {
        var (storage, transport) = (options.Value, transports.SingleOrDefault());
        Accounts = [.. storage.Accounts.Select(account => new AccountTables(account, storage.TablePrefix, rangeReads, policies, transport))];
        AllBlobs = [.. storage.Accounts.Select(account => new AccountBlobs(account, storage.TablePrefix, transport, clock))];
        _placement = new Placement([.. Accounts.Zip(storage.Accounts, (tables, account) => (tables.Name, account.Since ?? DateTimeOffset.MinValue))]);
    }

    /// <summary>The accounts in order.</summary>
    public IReadOnlyList<AccountTables> Accounts { get; }

    /// <summary>The blobs of the accounts in order.</summary>
    public IReadOnlyList<AccountBlobs> AllBlobs { get; }

    public TableClient Directory => Accounts[0].Directory;

    public TableClient Presence => Accounts[0].Presence;

    /// <inheritdoc cref="AccountTables.Rooms"/>
    public TableClient Rooms(string roomId) => OfRoom(roomId).Rooms;

    /// <inheritdoc cref="AccountTables.RoomCommits"/>
    public TableClient RoomCommits(string roomId) => OfRoom(roomId).RoomCommits;

    /// <summary>The Users table of a user.</summary>
    public TableClient User(string userId) => Users(UserKeys.UserPartition(userId));

    /// <summary>The Users table of a user's or login's partition.</summary>
    public TableClient Users(string partitionKey) => Accounts[AccountOfUsers(partitionKey)].Users;

    /// <summary>The blobs of a room, or of a user's partition, which are in the account of its rows.</summary>
    public AccountBlobs Blobs(string partition) => AllBlobs[UserKeys.IsUserPartition(partition) ? AccountOfUsers(partition) : AccountOf(partition)];

    private AccountTables OfRoom(string roomId) => Accounts[AccountOf(roomId)];

    private int AccountOfUsers(string partitionKey) =>
        _placement.Of(partitionKey, UserKeys.IsUserPartition(partitionKey) ? CreationDate.OfUser(partitionKey.AsSpan(UserKeys.UserPrefix.Length)) : null);

    private int AccountOf(string roomId) => _placement.Of(roomId, CreationDate.OfRoom(roomId));
}

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
