using Azure;

namespace ChatFunctions.Storage;

/// <summary>Keys of the Users table.</summary>
internal static class UserKeys
{
    public const string Login = "login";
    public const string Attempts = "attempts";
    public const string Profile = "profile";

    public const string LoginPrefix = "login:";
    public const string UserPrefix = "user:";
    public const string SessionPrefix = "session:";
    public const string BlockPrefix = "block:";

    public static string LoginPartition(string login) => LoginPrefix + login;

    public static string UserPartition(string userId) => UserPrefix + userId;

    public static bool IsUserPartition(string partition) => partition.StartsWith(UserPrefix, StringComparison.Ordinal);

    public static string Session(string sessionId) => SessionPrefix + sessionId;

    public static string Block(string userId) => BlockPrefix + userId;
}

/// <summary>
/// Writes rows into a user's partition only if the profile exists. Erasing an account deletes the profile first, so these writes can't follow an
/// erasure.
/// </summary>
internal sealed class ProfileGuard(ChatTables tables)
{
    /// <param name="rows">Rows of one user's partition.</param>
    /// <returns>False: there is no such user.</returns>
    public async Task<bool> TryUpsertAsync(IReadOnlyList<Row> rows, CancellationToken cancellationToken)
    {
        try
        {
            await tables.Users(rows[0].PartitionKey).SubmitTransactionAsync(
                [Check(rows[0].PartitionKey), .. rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertMerge, row))],
                cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }

    /// <summary>An operation that changes nothing, but makes its transaction fail with 404 if the partition's user doesn't exist.</summary>
    public static TableTransactionAction Check(string userPartition) =>
        new(TableTransactionActionType.UpdateMerge, new TableEntity(userPartition, UserKeys.Profile), ETag.All);
}
