#nullable disable annotations // The official assembly carries none, so the app must compile against none.

using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Queries;
using Azure.Data.Tables.Rest;

namespace Azure.Data.Tables;

/// <summary>One table: its rows, and transactions over them. Thread-safe; make one and share it.</summary>
/// <remarks>
/// Every operation throws <see cref="RequestFailedException"/> when the service answers with an error, when it would (its limits
/// are checked before sending), or when it doesn't answer after the retries that the options ask for. A retried insert may end in 409, and a
/// retried conditional write in 412, although the first attempt was applied: read back to know.
/// </remarks>
public class TableClient
{
    private readonly RestClient _rest;
    private readonly TableOperations _tables;
    private readonly EntityOperations _entities;

    /// <inheritdoc cref="TableClient(string, string, TableClientOptions)"/>
    public TableClient(string connectionString, string tableName) : this(connectionString, tableName, null)
    {
    }

    /// <param name="connectionString">As for <see cref="TableServiceClient(string, TableClientOptions)"/>.</param>
    /// <param name="tableName">The table, which need not exist yet.</param>
    /// <param name="options">How to send; null for the defaults.</param>
    public TableClient(string connectionString, string tableName, TableClientOptions options = null)
        : this(tableName, RestClient.Create(connectionString, options))
    {
    }

    /// <param name="endpoint">The service, <c>https</c> only.</param>
    /// <param name="tableName">The table, which need not exist yet.</param>
    /// <param name="tokenCredential">Where access tokens for Azure Storage come from.</param>
    /// <param name="options">How to send; null for the defaults.</param>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(tableName, RestClient.Create(endpoint, tokenCredential, options))
    {
    }

    /// <inheritdoc cref="TableClient(Uri, string, TableSharedKeyCredential, TableClientOptions)"/>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential) : this(endpoint, tableName, credential, null)
    {
    }

    /// <param name="endpoint">The service.</param>
    /// <param name="tableName">The table, which need not exist yet.</param>
    /// <param name="credential">The account's name and key.</param>
    /// <param name="options">How to send; null for the defaults.</param>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions options = null)
        : this(tableName, RestClient.Create(endpoint, credential, options))
    {
    }

    /// <summary>For mocks.</summary>
    protected TableClient()
    {
    }

    internal TableClient(string tableName, RestClient rest)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        Name = tableName;
        _rest = rest;
        _tables = new TableOperations(rest);
        _entities = new EntityOperations(rest, tableName);
    }

    /// <summary>The table's name.</summary>
    public virtual string Name { get; }

    /// <summary>The account's name, by the endpoint.</summary>
    public virtual string AccountName => _rest.Endpoint.AccountName;

    /// <summary>The table, without a shared access signature.</summary>
    public virtual Uri Uri => new(_rest.Endpoint.BareUriOf(Name));

    /// <summary>Makes the table; when there is one already, the raw response's status is 409.</summary>
    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        _tables.CreateIfNotExistsAsync(Name, cancellationToken);

    /// <summary>Makes the table; 409 TableAlreadyExists when there is one.</summary>
    public virtual Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        _tables.CreateAsync(Name, cancellationToken);

    /// <summary>Deletes the table; when there is none, the response's status is 404.</summary>
    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) => _tables.DeleteAsync(Name, cancellationToken);

    /// <summary>Inserts a row; 409 EntityAlreadyExists when there is one with its keys. The response has the row's ETag.</summary>
    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ThrowIfKeyless(entity);
        return _entities.InsertAsync(entity, cancellationToken);
    }

    /// <summary>Reads a row; 404 ResourceNotFound when there is none.</summary>
    /// <param name="partitionKey">The row's partition.</param>
    /// <param name="rowKey">The row.</param>
    /// <param name="select">The properties to read; null for all.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        ThrowIfNull(partitionKey, rowKey);
        var response = await _entities.GetAsync(partitionKey, rowKey, select, Accepted.Read, cancellationToken).ConfigureAwait(false);
        return EntityOperations.Read<T>(response);
    }

    /// <summary>Reads a row; the answer has no value when there is none.</summary>
    /// <inheritdoc cref="GetEntityAsync"/>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        ThrowIfNull(partitionKey, rowKey);
        var response = await _entities.GetAsync(partitionKey, rowKey, select, Accepted.ReadOrMissing, cancellationToken).ConfigureAwait(false);
        return response.Status == 404 ? new NoValueResponse<T>(response) : EntityOperations.Read<T>(response);
    }

    /// <summary>Inserts a row, or merges it into or puts it in place of the one there is.</summary>
    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ThrowIfKeyless(entity);
        return _entities.WriteAsync(entity, mode, ifMatch: null, cancellationToken);
    }

    /// <summary>Changes a row that must exist (404 ResourceNotFound) in a version (412 UpdateConditionNotSatisfied).</summary>
    /// <param name="entity">The row.</param>
    /// <param name="ifMatch">The version; <see cref="ETag.All"/> for any.</param>
    /// <param name="mode">Whether to merge it into or put it in place of what is there.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="ArgumentException"><paramref name="ifMatch"/> is <c>default</c>.</exception>
    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ThrowIfKeyless(entity);
        return ifMatch == default
            ? throw new ArgumentException("An update needs an ETag; ETag.All is for any version.", nameof(ifMatch))
            : _entities.WriteAsync(entity, mode, ifMatch, cancellationToken);
    }

    /// <summary>Deletes a row; when there is none, the response's status is 404.</summary>
    /// <param name="partitionKey">The row's partition.</param>
    /// <param name="rowKey">The row.</param>
    /// <param name="ifMatch">The version that must be there (412 UpdateConditionNotSatisfied); by default, any.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public virtual Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ThrowIfNull(partitionKey, rowKey);
        return _entities.DeleteAsync(partitionKey, rowKey, ifMatch, cancellationToken);
    }

    /// <inheritdoc cref="DeleteEntityAsync(string, string, ETag, CancellationToken)"/>
    public virtual Task<Response> DeleteEntityAsync(ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ThrowIfKeyless(entity);
        return _entities.DeleteAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    /// <summary>Finds rows, ordered by partition and row key.</summary>
    /// <param name="filter">An OData filter, as <see cref="CreateQueryFilter"/> makes; null for all rows.</param>
    /// <param name="maxPerPage">How many rows a request may answer, 1 to 1000.</param>
    /// <param name="select">The properties to read; null for all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => _entities.Query<T>(filter, maxPerPage, select, cancellationToken);

    /// <summary>Applies all actions or none: up to 100 and 4 MiB, on different rows of one partition.</summary>
    /// <returns>A response for each action, in their order, with the row's new ETag where it has one.</returns>
    /// <exception cref="TableTransactionFailedException">An action was refused, which undid all.</exception>
    /// <exception cref="InvalidOperationException">There are no actions.</exception>
    public virtual Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        return _entities.TransactAsync(transactionActions, cancellationToken);
    }

    /// <summary>A filter out of an interpolated string, each value quoted and escaped by its type.</summary>
    /// <exception cref="ArgumentException">A value is of a type that filters have no literal for.</exception>
    public static string CreateQueryFilter(FormattableString filter) => filter is null ? null : ODataFilter.Create(filter);

    private static void ThrowIfKeyless(ITableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ThrowIfNull(entity.PartitionKey, entity.RowKey);
    }

    private static void ThrowIfNull(string partitionKey, string rowKey)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
    }
}
