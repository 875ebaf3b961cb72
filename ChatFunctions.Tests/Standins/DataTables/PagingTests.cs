using System.Net;
using Azure.Data.Tables;

namespace ChatFunctions.Tests.Standins.DataTables;

public class PagingTests
{
    [Fact]
    public async Task A_query_goes_on_past_the_thousand_rows_of_a_page()
    {
        await using var table = await TestTable.CreateAsync();
        string[] keys = [.. Enumerable.Range(0, 1_100).Select(i => $"r{i:d4}")];
        foreach (string[] chunk in keys.Chunk(100))
            await table.Client.SubmitTransactionAsync(chunk.Select(key => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", key))));

        var pages = await table.Client.QueryAsync<TableEntity>("PartitionKey eq 'p'").AsPages().ToListAsync();
        var rows = await table.Client.QueryAsync<TableEntity>("PartitionKey eq 'p'").ToListAsync();

        Assert.Equal([1_000, 100], pages.Select(page => page.Values.Count));
        Assert.Equal(keys, rows.Select(row => row.RowKey));
    }

    [Fact]
    public async Task A_page_is_as_large_as_asked_for_and_its_token_resumes_the_query()
    {
        await using var table = await TestTable.CreateAsync();
        foreach (string partition in (string[])["a b", "ä'", "z"])
            await table.Client.SubmitTransactionAsync(Enumerable.Range(0, 3).Select(
                i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(partition, $"r {i}'"))));

        var query = table.Client.QueryAsync<TableEntity>(maxPerPage: 4);
        var pages = await query.AsPages().ToListAsync();
        var resumed = await query.AsPages(pages[0].ContinuationToken, pageSizeHint: 2).ToListAsync();

        Assert.Equal([4, 4, 1], pages.Select(page => page.Values.Count));
        Assert.Null(pages[^1].ContinuationToken);
        Assert.Equal(
            pages.Skip(1).SelectMany(page => page.Values).Select(row => (row.PartitionKey, row.RowKey)),
            resumed.SelectMany(page => page.Values).Select(row => (row.PartitionKey, row.RowKey)));
        Assert.Equal(2, resumed[0].Values.Count);
    }

    [Fact]
    public async Task An_empty_page_with_a_continuation_is_not_the_end()
    {
        var stub = new StubHandler(number => number switch
        {
            0 => Page("", ("x-ms-continuation-NextPartitionKey", "1!4!cA=="), ("x-ms-continuation-NextRowKey", "1!4!cg==")),
            1 => Page("", ("x-ms-continuation-NextPartitionKey", "1!4!cQ==")),
            _ => Page("""{"PartitionKey":"q","RowKey":"r","N":1}"""),
        });

        var rows = await stub.Client().QueryAsync<TableEntity>("N eq 1").ToListAsync();

        Assert.Equal("r", Assert.Single(rows).RowKey);
        Assert.Equal(
            [
                "?$filter=N%20eq%201",
                "?$filter=N%20eq%201&NextPartitionKey=1%214%21cA%3D%3D&NextRowKey=1%214%21cg%3D%3D",
                "?$filter=N%20eq%201&NextPartitionKey=1%214%21cQ%3D%3D",
            ],
            stub.Sent.Select(request => request.Uri.Query));
    }

    [Fact]
    public async Task Nothing_is_fetched_beyond_what_is_read()
    {
        var stub = new StubHandler(_ => Page("""{"PartitionKey":"p","RowKey":"r"}""", ("x-ms-continuation-NextPartitionKey", "more")));

        await foreach (var row in stub.Client().QueryAsync<TableEntity>(maxPerPage: 1))
        {
            Assert.Equal("r", row.RowKey);
            break;
        }

        Assert.Equal("?$top=1", Assert.Single(stub.Sent).Uri.Query);
    }

    private static HttpResponseMessage Page(string rows, params (string Name, string Value)[] headers)
    {
        var response = StubHandler.Json(HttpStatusCode.OK, $$"""{"odata.metadata":"m","value":[{{rows}}]}""");
        foreach ((string name, string value) in headers) response.Headers.Add(name, value);
        return response;
    }
}
