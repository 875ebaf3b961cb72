using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;

namespace ChatFunctions.Storage;

/// <summary>
/// Which storage account, from settings alone, as the Functions host names them: <c>AzureWebJobsStorage</c> is a connection string;
/// <c>AzureWebJobsStorage__tableServiceUri</c> (or <c>__accountName</c>) is an account reached by identity, with <c>__clientId</c>
/// for a user-assigned one. <c>ChatStorage</c>, in the same forms, comes first where the data has an account of its own.
/// </summary>
internal sealed class StorageOptions
{
    public string? ConnectionString { get; set; }

    public Uri? TableServiceUri { get; set; }

    public string? AccountName { get; set; }

    /// <summary>The client id of a user-assigned identity.</summary>
    public string? ClientId { get; set; }

    /// <summary>What each table's name begins with: letters and digits, a letter first.</summary>
    public string TablePrefix { get; set; } = "chat";

    public bool IsComplete => ConnectionString is not null || Endpoint is not null;

    public TableClient Table(string name, TableClientOptions client) => Endpoint is { } endpoint
        ? new TableClient(endpoint, TablePrefix + name, Credential, client)
        : new TableClient(ConnectionString, TablePrefix + name, client);

    private Uri? Endpoint => TableServiceUri ?? (AccountName is null ? null : new Uri($"https://{AccountName}.table.core.windows.net"));

    private TokenCredential Credential => new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = ClientId });
}
