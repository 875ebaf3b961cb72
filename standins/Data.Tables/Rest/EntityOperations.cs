using Azure.Core;
using Azure.Data.Tables.Entities;
using Azure.Data.Tables.Limits;
using Azure.Data.Tables.Queries;
using Azure.Data.Tables.Transactions;

namespace Azure.Data.Tables.Rest;

/// <summary>
/// Writing, reading and querying the rows of one table.
/// See https://learn.microsoft.com/rest/api/storageservices/operations-on-entities.
/// </summary>
internal sealed class EntityOperations(RestClient rest, string table)
{
    private const int InitialCapacity = 4 * 1024;

    private readonly Uri _tableUri = rest.Endpoint.UriOf(table);
    private readonly Uri _batchUri = rest.Endpoint.UriOf("$batch");
    private readonly TransactionWriter _transactions = new(rest.Endpoint, table);

    public async Task<Response> InsertAsync(ITableEntity entity, CancellationToken cancellationToken)
    {
        EntityKeys.Check(entity.PartitionKey, entity.RowKey, inUri: false);
        using var message = rest.Message(RequestMethod.Post, _tableUri, RestClient.MinimalMetadata, Accepted.Written);
        message.Request.Headers.Add("Prefer", "return-no-content");
        message.Request.Headers.Add("Content-Type", RestClient.NoMetadata);
        message.Request.Content = Body(entity);
        return await rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="entity">The row.</param>
    /// <param name="mode">Whether to merge it or replace what is there.</param>
    /// <param name="ifMatch">The version that must be there; null inserts the row where there is none.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task<Response> WriteAsync(ITableEntity entity, TableUpdateMode mode, ETag? ifMatch, CancellationToken cancellationToken)
    {
        var method = mode switch
        {
            TableUpdateMode.Merge => RequestMethod.Patch,
            TableUpdateMode.Replace => RequestMethod.Put,
            _ => throw new ArgumentException($"Unknown mode {mode}.", nameof(mode)),
        };
        using var message = Addressed(method, entity.PartitionKey, entity.RowKey, query: null, RestClient.Json, Accepted.Written);
        if (ifMatch is { } etag) message.Request.Headers.Add("If-Match", etag.ToString());
        message.Request.Headers.Add("Content-Type", RestClient.Json);
        message.Request.Content = Body(entity);
        return await rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Response> DeleteAsync(string partitionKey, string rowKey, ETag ifMatch, CancellationToken cancellationToken)
    {
        using var message = Addressed(RequestMethod.Delete, partitionKey, rowKey, query: null, RestClient.Json, Accepted.Deleted);
        message.Request.Headers.Add("If-Match", (ifMatch == default ? ETag.All : ifMatch).ToString());
        return await rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Response> GetAsync(
        string partitionKey, string rowKey, IEnumerable<string>? select, ResponseClassifier accepted, CancellationToken cancellationToken)
    {
        using var message = Addressed(RequestMethod.Get, partitionKey, rowKey, QueryString.Of(("$select", List(select))), RestClient.MinimalMetadata, accepted);
        return await rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    public static Response<T> Read<T>(Response response)
        where T : class, ITableEntity => Response.FromValue(EntityReader.One<T>(response.Content.ToMemory()), response);

    public AsyncPageable<T> Query<T>(string? filter, int? maxPerPage, IEnumerable<string>? select, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        string? columns = List(select);
        return new Pages<T>((token, size, cancellation) => PageAsync<T>(filter, columns, token, size, cancellation), maxPerPage, cancellationToken);
    }

    public async Task<Response<IReadOnlyList<Response>>> TransactAsync(
        IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        using var message = rest.Message(RequestMethod.Post, _batchUri, RestClient.Json, Accepted.Transaction);
        (message.Request.Content, int count) = _transactions.Write(actions);
        message.Request.Headers.Add("Content-Type", TransactionWriter.ContentType);
        var response = await rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(TransactionReader.Read(response, count), response);
    }

    private async Task<Page<T>> PageAsync<T>(string? filter, string? select, string? token, int? size, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        var next = ContinuationToken.Parse(token);
        string? query = QueryString.Of(
            ("$filter", filter), ("$select", select), ("$top", QueryString.Number(size)),
            ("NextPartitionKey", next.NextPartitionKey), ("NextRowKey", next.NextRowKey));
        using var message = rest.Message(RequestMethod.Get, rest.Endpoint.UriOf($"{table}()", query), RestClient.MinimalMetadata, Accepted.Read);
        var response = await rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Page<T>.FromValues(EntityReader.Page<T>(response.Content.ToMemory()), ContinuationToken.Of(response), response);
    }

    private HttpMessage Addressed(RequestMethod method, string partitionKey, string rowKey, string? query, string accept, ResponseClassifier accepted)
    {
        EntityKeys.Check(partitionKey, rowKey, inUri: true);
        return rest.Message(method, rest.Endpoint.UriOf(EntityKeys.PathOf(table, partitionKey, rowKey), query), accept, accepted);
    }

    private static PooledContent Body(ITableEntity entity)
    {
        var buffer = new PooledBuffer(InitialCapacity);
        try
        {
            using var writer = new EntityWriter(buffer);
            writer.Write(entity);
            return new PooledContent(buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static string? List(IEnumerable<string>? names) => names is null ? null : string.Join(',', names);
}
