namespace Azure.Data.Tables.Queries;

/// <summary>Where a query goes on: two opaque values of the service, in the official client's form, with a space between them.</summary>
internal readonly record struct ContinuationToken(string? NextPartitionKey, string? NextRowKey)
{
    public static ContinuationToken Parse(string? token)
    {
        if (token is null) return default;
        int space = token.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? new ContinuationToken(token, null) : new ContinuationToken(token[..space], token[(space + 1)..]);
    }

    /// <returns>Null at the end of the results.</returns>
    public static string? Of(Response response)
    {
        bool more = response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out string? partitionKey);
        more |= response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out string? rowKey);
        return more ? $"{partitionKey} {rowKey}" : null;
    }
}
