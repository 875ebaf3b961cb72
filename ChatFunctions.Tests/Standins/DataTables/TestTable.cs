using Azure.Data.Tables;
using ChatFunctions.Tests.Azurite;

namespace ChatFunctions.Tests.Standins.DataTables;

/// <summary>A table of its own in the shared Azurite, gone after the test.</summary>
internal sealed class TestTable : IAsyncDisposable
{
    private TestTable(AzuriteServer server, TableClient client)
    {
        Server = server;
        Client = client;
    }

    public AzuriteServer Server { get; }

    public TableClient Client { get; }

    public static async Task<TestTable> CreateAsync(TableClientOptions? options = null)
    {
        var server = await AzuriteServer.SharedAsync();
        var client = new TableClient(server.ConnectionString, $"t{Guid.NewGuid():n}", options);
        await client.CreateAsync();
        return new TestTable(server, client);
    }

    public async ValueTask DisposeAsync() => await Client.DeleteAsync();
}
