namespace ChatFunctions.Storage;

/// <summary>
/// Which storage accounts, from settings alone. The first one as the Functions host names it: <c>AzureWebJobsStorage</c> is a connection
/// string; <c>AzureWebJobsStorage__tableServiceUri</c> (or <c>__accountName</c>) is an account reached by identity, with <c>__clientId</c>
/// for a user-assigned one. <c>ChatStorage</c>, in the same forms, comes first where the data has an account of its own. Further ones in
/// the list <c>Chat__StorageAccounts</c>: see docs/scale-and-cost.md.
/// </summary>
internal sealed class StorageOptions
{
    /// <summary>The accounts. The first one keeps what can't be spread, too.</summary>
    public IList<StorageAccount> Accounts { get; set; } = [];

    /// <summary>What each table's name begins with: letters and digits, a letter first.</summary>
    public string TablePrefix { get; set; } = "chat";

    public bool IsComplete => Accounts is [{ IsComplete: true }, ..];

    /// <summary>Each account but the first says since when it is one.</summary>
    public bool IsDated => Accounts.Skip(1).All(account => account.Since is not null);
}
