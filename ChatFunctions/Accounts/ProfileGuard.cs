using Azure;
using Azure.Data.Tables;
using ChatFunctions.Storage;

namespace ChatFunctions.Accounts;

/// <summary>
/// Writes a row into a user's partition only while the user's profile is there. Erasing an account begins with deleting the profile, so
/// nothing written this way can come after what erases it.
/// </summary>
internal sealed class ProfileGuard(ChatTables tables)
{
    /// <returns>False: there is no such user, or not any more.</returns>
    public async Task<bool> TryUpsertAsync(Row row, CancellationToken cancellationToken)
    {
        var profile = new Presence { PartitionKey = row.PartitionKey, RowKey = UserKeys.Profile };
        try
        {
            await tables.Users.SubmitTransactionAsync(
                [
                    new TableTransactionAction(TableTransactionActionType.UpdateMerge, profile, ETag.All),
                    new TableTransactionAction(TableTransactionActionType.UpsertReplace, row),
                ],
                cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }

    /// <summary>Merging nothing into a row changes nothing and fails where there is no row.</summary>
    private sealed class Presence : Row;
}
