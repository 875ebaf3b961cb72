using Azure;
using Azure.Data.Tables;
using ChatFunctions.Tests.Azurite;

namespace ChatFunctions.Tests.Standins.DataTables;

public class TablesTests
{
    [Fact]
    public async Task A_table_is_made_once_and_made_if_missing_as_often_as_one_likes()
    {
        await using var table = await TestTable.CreateAsync();

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => table.Client.CreateAsync());
        var again = await table.Client.CreateIfNotExistsAsync();

        Assert.Equal((409, "TableAlreadyExists"), (refusal.Status, refusal.ErrorCode));
        Assert.Equal(409, again.GetRawResponse().Status);
        Assert.Equal(table.Client.Name, again.Value.Name);
    }

    [Fact]
    public async Task Make_if_missing_swallows_no_other_conflict()
    {
        var stub = new StubHandler(_ => StubHandler.Json(
            System.Net.HttpStatusCode.Conflict, """{"odata.error":{"code":"TableBeingDeleted","message":{"lang":"en-US","value":"later"}}}"""));

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => stub.Client().CreateIfNotExistsAsync());

        Assert.Equal((409, "TableBeingDeleted"), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public async Task Deleting_a_table_that_is_not_there_is_no_error()
    {
        var server = await AzuriteServer.SharedAsync();
        var service = new TableServiceClient(server.ConnectionString);
        string name = $"t{Guid.NewGuid():n}";

        await service.CreateTableIfNotExistsAsync(name);
        var first = await service.DeleteTableAsync(name);
        var second = await service.GetTableClient(name).DeleteAsync();

        Assert.Equal((204, 404), (first.Status, second.Status));
    }

    [Fact]
    public async Task Tables_are_listed_by_filter_across_pages()
    {
        var server = await AzuriteServer.SharedAsync();
        var service = new TableServiceClient(server.ConnectionString);
        string prefix = $"t{Guid.NewGuid():n}";
        string[] names = [.. Enumerable.Range(0, 5).Select(i => $"{prefix}{i}")];
        foreach (string name in names) await service.CreateTableIfNotExistsAsync(name);

        string filter = TableClient.CreateQueryFilter($"TableName ge {prefix} and TableName lt {prefix + "~"}");
        var pages = await service.QueryAsync(filter, maxPerPage: 2).AsPages().ToListAsync();

        Assert.Equal(names, pages.SelectMany(page => page.Values).Select(table => table.Name));
        Assert.True(pages.Count >= 3);
        foreach (string name in names) await service.DeleteTableAsync(name);
    }

    [Fact]
    public async Task Clients_know_their_names_and_addresses()
    {
        var server = await AzuriteServer.SharedAsync();
        var service = new TableServiceClient(server.ConnectionString);
        var local = service.GetTableClient("things");
        var cloud = new TableClient(new Uri("https://acct.table.core.windows.net/"), "things", new TableSharedKeyCredential("acct", "a2V5"));

        Assert.Equal(("devstoreaccount1", server.Endpoint), (service.AccountName, service.Uri));
        Assert.Equal(("devstoreaccount1", "things", new Uri(server.Endpoint + "/things")), (local.AccountName, local.Name, local.Uri));
        Assert.Equal(("acct", new Uri("https://acct.table.core.windows.net/things")), (cloud.AccountName, cloud.Uri));
    }
}
