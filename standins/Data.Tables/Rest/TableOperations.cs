using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Queries;

namespace Azure.Data.Tables.Rest;

/// <summary>Making, deleting and listing tables. See https://learn.microsoft.com/rest/api/storageservices/operations-on-tables.</summary>
internal sealed class TableOperations(RestClient rest)
{
    private const string Path = "Tables";

    public async Task<Response<TableItem>> CreateAsync(string name, CancellationToken cancellationToken)
    {
        using var message = Creation(name, Accepted.Written);
        var response = await rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new TableItem(name), response);
    }

    public async Task<Response<TableItem>> CreateIfNotExistsAsync(string name, CancellationToken cancellationToken)
    {
        using var message = Creation(name, Accepted.WrittenOrConflict);
        var response = await rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (response.Status == 409 && new RequestFailedException(response) is var conflict && conflict.ErrorCode != TableErrorCode.TableAlreadyExists)
            throw conflict;
        return Response.FromValue(new TableItem(name), response);
    }

    public async Task<Response> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        using var message = rest.Message(RequestMethod.Delete, rest.Endpoint.UriOf($"{Path}('{Uri.EscapeDataString(name)}')"), RestClient.Json, Accepted.Deleted);
        return await rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    public AsyncPageable<TableItem> Query(string? filter, int? maxPerPage, CancellationToken cancellationToken) =>
        new Pages<TableItem>((token, size, cancellation) => PageAsync(filter, token, size, cancellation), maxPerPage, cancellationToken);

    private HttpMessage Creation(string name, ResponseClassifier accepted)
    {
        var message = rest.Message(RequestMethod.Post, rest.Endpoint.UriOf(Path), RestClient.MinimalMetadata, accepted);
        message.Request.Headers.Add("Prefer", "return-no-content");
        message.Request.Headers.Add("Content-Type", RestClient.NoMetadata);
        message.Request.Content = RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["TableName"] = name }));
        return message;
    }

    private async Task<Page<TableItem>> PageAsync(string? filter, string? token, int? size, CancellationToken cancellationToken)
    {
        string? query = QueryString.Of(("$filter", filter), ("$top", QueryString.Number(size)), ("NextTableName", token));
        using var message = rest.Message(RequestMethod.Get, rest.Endpoint.UriOf(Path, query), RestClient.MinimalMetadata, Accepted.Read);
        var response = await rest.SendAsync(message, cancellationToken).ConfigureAwait(false);
        using var document = JsonDocument.Parse(response.Content.ToMemory());
        var tables = document.RootElement.GetProperty("value").EnumerateArray().Select(table => new TableItem(table.GetProperty("TableName").GetString()!));
        string? next = response.Headers.TryGetValue("x-ms-continuation-NextTableName", out string? name) ? name : null;
        return Page<TableItem>.FromValues(tables.ToList(), next, response);
    }
}
