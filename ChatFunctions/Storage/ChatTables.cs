using Azure.Core.Pipeline;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Storage;

/// <summary>
/// The tables in all storage accounts. Each room and each user is in one account. Directory and Presence are in the first account, because
/// their range queries cover all users.
/// </summary>
internal sealed class ChatTables
{
    private readonly Placement _placement;

    /// <param name="options">The accounts.</param>
    /// <param name="rangeReads">The limit that all accounts share.</param>
    /// <param name="policies">Further policies for each request, such as a counter.</param>
    /// <param name="transports">At most one transport instead of the default.</param>
    public ChatTables(IOptions<StorageOptions> options, RangeReadLimit rangeReads, IEnumerable<HttpPipelinePolicy> policies, IEnumerable<HttpPipelineTransport> transports)
    {
        var (storage, transport) = (options.Value, transports.SingleOrDefault());
        Accounts = [.. storage.Accounts.Select(account => new AccountTables(account, storage.TablePrefix, rangeReads, policies, transport))];
        _placement = new Placement([.. Accounts.Zip(storage.Accounts, (tables, account) => (tables.Name, account.Since ?? DateTimeOffset.MinValue))]);
    }

    /// <summary>The accounts in order.</summary>
    public IReadOnlyList<AccountTables> Accounts { get; }

    public TableClient Directory => Accounts[0].Directory;

    public TableClient Presence => Accounts[0].Presence;

    /// <inheritdoc cref="AccountTables.Rooms"/>
    public TableClient Rooms(string roomId) => OfRoom(roomId).Rooms;

    /// <inheritdoc cref="AccountTables.RoomCommits"/>
    public TableClient RoomCommits(string roomId) => OfRoom(roomId).RoomCommits;

    /// <summary>The Users table of a user.</summary>
    public TableClient User(string userId) => Users(UserKeys.UserPartition(userId));

    /// <summary>The Users table of a user's or login's partition.</summary>
    public TableClient Users(string partitionKey) => Accounts[_placement.Of(
        partitionKey,
        partitionKey.StartsWith(UserKeys.UserPrefix, StringComparison.Ordinal) ? CreationDate.OfUser(partitionKey.AsSpan(UserKeys.UserPrefix.Length)) : null)].Users;

    private AccountTables OfRoom(string roomId) => Accounts[_placement.Of(roomId, CreationDate.OfRoom(roomId))];
}
