using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;

namespace ChatFunctions.Storage;

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
