using Azure.Core;
using Azure.Identity;

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

/// <summary>How one storage account is reached: by a connection string, or by identity at an address.</summary>
internal sealed class StorageAccount
{
    public string? ConnectionString { get; set; }

    public Uri? TableServiceUri { get; set; }

    public string? AccountName { get; set; }

    /// <summary>The client id of a user-assigned identity.</summary>
    public string? ClientId { get; set; }

    /// <summary>
    /// What was made before this is never kept here, so an account that is added holds only what is made after; null for an account that
    /// was to have it and hasn't. The first account has always been there.
    /// </summary>
    public DateTimeOffset? Since { get; set; }

    public bool IsComplete => ConnectionString is not null || Endpoint is not null;

    public TableClient Table(string name, TableClientOptions client) =>
        Endpoint is { } endpoint ? new TableClient(endpoint, name, Credential, client) : new TableClient(ConnectionString, name, client);

    private Uri? Endpoint => TableServiceUri ?? (AccountName is null ? null : new Uri($"https://{AccountName}.table.core.windows.net"));

    private TokenCredential Credential => field ??= new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = ClientId });
}
