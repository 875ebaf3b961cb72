using Azure.Core.Pipeline;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Storage;

/// <summary>
/// The tables, in whichever account a key's rows are. Rooms and users are spread over the accounts, each with all its rows in one.
/// Directory and Presence are read in ranges that run through everyone's rows, so they are whole in the first account.
/// </summary>
internal sealed class ChatTables
{
    private readonly Placement _placement;

    /// <param name="options">Which accounts.</param>
    /// <param name="rangeReads">The limit that all accounts share.</param>
    /// <param name="policies">What else belongs into every request's pipeline, such as a counter.</param>
    /// <param name="transports">At most one: what sends requests, in place of the default.</param>
    public ChatTables(IOptions<StorageOptions> options, RangeReadLimit rangeReads, IEnumerable<HttpPipelinePolicy> policies, IEnumerable<HttpPipelineTransport> transports)
    {
        var (storage, transport) = (options.Value, transports.SingleOrDefault());
        Accounts = [.. storage.Accounts.Select(account => new AccountTables(account, storage.TablePrefix, rangeReads, policies, transport))];
        _placement = new Placement([.. Accounts.Zip(storage.Accounts, (tables, account) => (tables.Name, account.Since ?? DateTimeOffset.MinValue))]);
    }

    /// <summary>Every account, the first one first.</summary>
    public IReadOnlyList<AccountTables> Accounts { get; }

    public TableClient Directory => Accounts[0].Directory;

    public TableClient Presence => Accounts[0].Presence;

    /// <inheritdoc cref="AccountTables.Rooms"/>
    public TableClient Rooms(string roomId) => OfRoom(roomId).Rooms;

    /// <inheritdoc cref="AccountTables.RoomCommits"/>
    public TableClient RoomCommits(string roomId) => OfRoom(roomId).RoomCommits;

    /// <summary>The Users table with a user's partition.</summary>
    public TableClient User(string userId) => Users(UserKeys.UserPartition(userId));

    /// <summary>The Users table with a partition, a user's or a login's.</summary>
    public TableClient Users(string partitionKey) => Accounts[_placement.Of(
        partitionKey,
        partitionKey.StartsWith(UserKeys.UserPrefix, StringComparison.Ordinal) ? CreationDate.OfUser(partitionKey.AsSpan(UserKeys.UserPrefix.Length)) : null)].Users;

    private AccountTables OfRoom(string roomId) => Accounts[_placement.Of(roomId, CreationDate.OfRoom(roomId))];
}
