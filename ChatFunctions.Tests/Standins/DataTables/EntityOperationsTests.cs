using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace ChatFunctions.Tests.Standins.DataTables;

public class EntityOperationsTests
{
    [Fact]
    public async Task An_insert_answers_with_the_rows_ETag()
    {
        await using var table = await TestTable.CreateAsync();

        var response = await table.Client.AddEntityAsync(new TableEntity("p", "r"));
        TableEntity read = await table.Client.GetEntityAsync<TableEntity>("p", "r");

        Assert.Equal(204, response.Status);
        Assert.Equal(read.ETag, response.Headers.ETag);
    }

    [Fact]
    public async Task A_row_is_inserted_once()
    {
        await using var table = await TestTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "r"));

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => table.Client.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(409, refusal.Status);
        Assert.True(refusal.ErrorCode == TableErrorCode.EntityAlreadyExists);
        Assert.NotNull(refusal.GetRawResponse());
    }

    [Fact]
    public async Task A_missing_row_is_an_error_to_get_and_no_value_to_get_if_exists()
    {
        await using var table = await TestTable.CreateAsync();

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => table.Client.GetEntityAsync<TableEntity>("p", "r"));
        var maybe = await table.Client.GetEntityIfExistsAsync<TableEntity>("p", "r");

        Assert.Equal((404, "ResourceNotFound"), (refusal.Status, refusal.ErrorCode));
        Assert.False(maybe.HasValue);
        Assert.Equal(404, maybe.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => maybe.Value);
    }

    [Fact]
    public async Task A_row_that_exists_is_the_value_of_get_if_exists()
    {
        await using var table = await TestTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 });

        var maybe = await table.Client.GetEntityIfExistsAsync<TableEntity>("p", "r");

        Assert.True(maybe.HasValue);
        Assert.Equal(1, maybe.Value!.GetInt32("N"));
    }

    [Fact]
    public async Task A_missing_table_is_an_error_of_its_own()
    {
        await using var table = await TestTable.CreateAsync();
        await table.Client.DeleteAsync();

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => table.Client.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((404, "TableNotFound"), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public async Task An_update_of_an_old_version_is_refused_and_of_the_present_one_applied()
    {
        await using var table = await TestTable.CreateAsync();
        var first = (await table.Client.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 })).Headers.ETag!.Value;
        var second = (await table.Client.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, first)).Headers.ETag!.Value;

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.Client.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, first));

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (refusal.Status, refusal.ErrorCode));
        TableEntity read = await table.Client.GetEntityAsync<TableEntity>("p", "r");
        Assert.Equal((2, second), (read.GetInt32("N"), read.ETag));
    }

    [Fact]
    public async Task An_update_needs_a_row_and_an_ETag()
    {
        await using var table = await TestTable.CreateAsync();

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => table.Client.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All));
        await Assert.ThrowsAsync<ArgumentException>(() => table.Client.UpdateEntityAsync(new TableEntity("p", "r"), default));

        Assert.Equal(404, refusal.Status);
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge, true)]
    [InlineData(TableUpdateMode.Replace, false)]
    public async Task Merging_keeps_what_the_row_has_and_replacing_does_not(TableUpdateMode mode, bool kept)
    {
        await using var table = await TestTable.CreateAsync();
        await table.Client.UpsertEntityAsync(new TableEntity("p", "upserted") { ["Old"] = 1 }, mode);
        await table.Client.UpsertEntityAsync(new TableEntity("p", "updated") { ["Old"] = 1 }, mode);

        await table.Client.UpsertEntityAsync(new TableEntity("p", "upserted") { ["New"] = 2 }, mode);
        await table.Client.UpdateEntityAsync(new TableEntity("p", "updated") { ["New"] = 2 }, ETag.All, mode);

        var rows = await table.Client.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.Equal((kept ? 1 : null, 2), (row.GetInt32("Old"), row.GetInt32("New"))));
    }

    [Fact]
    public async Task Deleting_a_row_that_is_not_there_is_no_error()
    {
        await using var table = await TestTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "r"));

        var first = await table.Client.DeleteEntityAsync(new TableEntity("p", "r"));
        var second = await table.Client.DeleteEntityAsync("p", "r");

        Assert.Equal((204, 404), (first.Status, second.Status));
        Assert.False(second.IsError);
    }

    [Fact]
    public async Task A_delete_of_an_old_version_is_refused()
    {
        await using var table = await TestTable.CreateAsync();
        var first = (await table.Client.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;
        await table.Client.UpsertEntityAsync(new TableEntity("p", "r"));

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => table.Client.DeleteEntityAsync("p", "r", first));

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public async Task Select_reads_only_the_properties_asked_for()
    {
        await using var table = await TestTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2L, ["C"] = 3 });

        TableEntity read = await table.Client.GetEntityAsync<TableEntity>("p", "r", ["A", "B"]);
        var queried = Assert.Single(await table.Client.QueryAsync<TableEntity>(select: ["RowKey", "C"]).ToListAsync());

        Assert.Equal((1, 2L, false), (read.GetInt32("A"), read.GetInt64("B"), read.ContainsKey("C")));
        Assert.Equal(("r", 3, false), (queried.RowKey, queried.GetInt32("C"), queried.ContainsKey("A")));
    }

    [Fact]
    public async Task A_row_may_be_a_struct_or_implement_the_interface_explicitly()
    {
        await using var table = await TestTable.CreateAsync();

        await table.Client.AddEntityAsync(new StructRow { PartitionKey = "p", RowKey = "struct", N = 4 });
        ITableEntity hidden = new ExplicitRow { N = 5 };
        (hidden.PartitionKey, hidden.RowKey) = ("p", "explicit");
        await table.Client.AddEntityAsync(hidden);

        ExplicitRow fromStruct = await table.Client.GetEntityAsync<ExplicitRow>("p", "struct");
        ExplicitRow fromExplicit = await table.Client.GetEntityAsync<ExplicitRow>("p", "explicit");
        Assert.Equal((4, 5), (fromStruct.N, fromExplicit.N));
        Assert.Equal("explicit", ((ITableEntity)fromExplicit).RowKey);
        Assert.NotEqual(default, ((ITableEntity)fromExplicit).ETag);
    }

    [Fact]
    public async Task A_property_without_a_setter_is_stored_unless_it_is_ignored()
    {
        await using var table = await TestTable.CreateAsync();
        await table.Client.AddEntityAsync(new Derived { PartitionKey = "p", RowKey = "r" });

        TableEntity row = await table.Client.GetEntityAsync<TableEntity>("p", "r");
        Derived read = await table.Client.GetEntityAsync<Derived>("p", "r");

        Assert.Equal("p/r", row.GetString("Computed"));
        Assert.False(row.ContainsKey("Ignored"));
        Assert.Equal("p/r", read.Computed);
    }

    [Fact]
    public async Task Null_entities_and_keys_are_refused_as_arguments()
    {
        var client = new StubHandler(_ => new()).Client();

        await Assert.ThrowsAsync<ArgumentNullException>(() => client.AddEntityAsync<TableEntity>(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.AddEntityAsync(new TableEntity { RowKey = "r" }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.UpsertEntityAsync(new TableEntity { PartitionKey = "p" }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.GetEntityAsync<TableEntity>("p", null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.DeleteEntityAsync(null!, "r"));
    }

    private struct StructRow : ITableEntity
    {
        public string PartitionKey { get; set; }

        public string RowKey { get; set; }

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public int N { get; set; }
    }

    private sealed class ExplicitRow : ITableEntity
    {
        public int N { get; set; }

        string ITableEntity.PartitionKey { get; set; } = "";

        string ITableEntity.RowKey { get; set; } = "";

        DateTimeOffset? ITableEntity.Timestamp { get; set; }

        ETag ITableEntity.ETag { get; set; }
    }

    private sealed class Derived : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string Computed => $"{PartitionKey}/{RowKey}";

        [IgnoreDataMember]
        public object Ignored => this;
    }
}
