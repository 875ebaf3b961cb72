using System.Runtime.CompilerServices;

namespace Azure.Data.Tables.Queries;

/// <summary>
/// The pages of a query, fetched as they are asked for. A page may be empty and yet not the last: only the token says that.
/// </summary>
/// <param name="fetch">Fetches the page that a token names (null: the first), of at most so many items.</param>
/// <param name="maxPerPage">The size of a page unless the caller names another.</param>
/// <param name="cancellationToken">Ends the query.</param>
internal sealed class Pages<T>(
    Func<string?, int?, CancellationToken, Task<Page<T>>> fetch, int? maxPerPage, CancellationToken cancellationToken)
    : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        FetchAsync(continuationToken, pageSizeHint ?? maxPerPage, CancellationToken);

    private async IAsyncEnumerable<Page<T>> FetchAsync(
        string? token, int? size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            var page = await fetch(token, size, cancellationToken).ConfigureAwait(false);
            token = page.ContinuationToken;
            yield return page;
        }
        while (!string.IsNullOrEmpty(token));
    }
}
