#nullable disable annotations // The official assembly carries none, so the app must compile against none.

using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Rest;

namespace Azure.Data.Tables;

/// <summary>The tables of one account. Thread-safe; make one and share it.</summary>
/// <remarks>
/// Every operation throws <see cref="RequestFailedException"/> when the service answers with an error or, after the retries that
/// the options ask for, not at all. Names of tables are 3 to 63 letters and digits, the first a letter, without regard to case.
/// </remarks>
public class TableServiceClient
{
    private readonly RestClient _rest;
    private readonly TableOperations _tables;

    /// <inheritdoc cref="TableServiceClient(string, TableClientOptions)"/>
    public TableServiceClient(string connectionString) : this(connectionString, null)
    {
    }

    /// <param name="connectionString">
    /// One of <c>UseDevelopmentStorage=true</c>, an account's name and key with a <c>TableEndpoint</c> or an <c>EndpointSuffix</c>,
    /// or a <c>TableEndpoint</c> with a <c>SharedAccessSignature</c>.
    /// </param>
    /// <param name="options">How to send; null for the defaults.</param>
    /// <exception cref="ArgumentException">The settings are none of these.</exception>
    /// <exception cref="InvalidOperationException">It isn't a list of <c>name=value</c> settings.</exception>
    public TableServiceClient(string connectionString, TableClientOptions options = null) : this(RestClient.Create(connectionString, options))
    {
    }

    /// <param name="endpoint">The service, <c>https</c> only.</param>
    /// <param name="tokenCredential">Where access tokens for Azure Storage come from.</param>
    /// <param name="options">How to send; null for the defaults.</param>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(RestClient.Create(endpoint, tokenCredential, options))
    {
    }

    /// <inheritdoc cref="TableServiceClient(Uri, TableSharedKeyCredential, TableClientOptions)"/>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential) : this(endpoint, credential, null)
    {
    }

    /// <param name="endpoint">The service.</param>
    /// <param name="credential">The account's name and key.</param>
    /// <param name="options">How to send; null for the defaults.</param>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options)
        : this(RestClient.Create(endpoint, credential, options))
    {
    }

    /// <summary>For mocks.</summary>
    protected TableServiceClient()
    {
    }

    private TableServiceClient(RestClient rest)
    {
        _rest = rest;
        _tables = new TableOperations(rest);
    }

    /// <summary>The account's name, by the endpoint.</summary>
    public virtual string AccountName => _rest.Endpoint.AccountName;

    /// <summary>The service, without a shared access signature.</summary>
    public virtual Uri Uri => _rest.Endpoint.Uri;

    /// <summary>A client for one table, which need not exist yet; it shares this client's connections and options.</summary>
    public virtual TableClient GetTableClient(string tableName) => new(tableName, _rest);

    /// <summary>Makes a table; when there is one already, the raw response's status is 409.</summary>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        return _tables.CreateIfNotExistsAsync(tableName, cancellationToken);
    }

    /// <summary>Deletes a table; when there is none, the response's status is 404.</summary>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        return _tables.DeleteAsync(tableName, cancellationToken);
    }

    /// <summary>Lists tables by name.</summary>
    /// <param name="filter">An OData filter over <c>TableName</c>; null for all.</param>
    /// <param name="maxPerPage">How many tables a request may answer, 1 to 1000.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public virtual AsyncPageable<TableItem> QueryAsync(string filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        _tables.Query(filter, maxPerPage, cancellationToken);
}
