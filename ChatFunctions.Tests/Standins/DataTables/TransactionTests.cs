using Azure;
using Azure.Data.Tables;
using static Azure.Data.Tables.TableTransactionActionType;

namespace ChatFunctions.Tests.Standins.DataTables;

public class TransactionTests
{
    [Fact]
    public async Task Every_kind_of_action_is_applied_and_answered_in_order()
    {
        await using var table = await TestTable.CreateAsync();
        string[] existing = ["delete", "merge", "replace", "upsert-merge", "upsert-replace"];
        foreach (string key in existing) await table.Client.AddEntityAsync(new TableEntity("p", key) { ["Old"] = 1 });

        var response = await table.Client.SubmitTransactionAsync(
        [
            new(Add, Row("add")),
            new(UpdateMerge, Row("merge"), ETag.All),
            new(Delete, Row("delete")),
            new(UpdateReplace, Row("replace"), ETag.All),
            new(UpsertMerge, Row("upsert-merge")),
            new(UpsertReplace, Row("upsert-replace")),
            new(UpsertMerge, Row("upsert-new")),
        ]);

        var rows = (await table.Client.QueryAsync<TableEntity>().ToListAsync()).ToDictionary(row => row.RowKey);
        Assert.Equal(["add", "merge", "replace", "upsert-merge", "upsert-new", "upsert-replace"], rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["merge", "upsert-merge"], rows.Values.Where(row => row.ContainsKey("Old")).Select(row => row.RowKey));
        Assert.All(rows.Values, row => Assert.Equal("new", row.GetString("Text")));
        Assert.Equal(202, response.GetRawResponse().Status);
        Assert.All(response.Value, part => Assert.Equal((204, "No Content", false), (part.Status, part.ReasonPhrase, part.IsError)));
        string[] order = ["add", "merge", "delete", "replace", "upsert-merge", "upsert-replace", "upsert-new"];
        Assert.Equal(
            order.Select(key => rows.TryGetValue(key, out var row) ? row.ETag : (ETag?)null),
            response.Value.Select(part => part.Headers.ETag));
    }

    [Fact]
    public async Task One_refused_action_undoes_all_and_is_named()
    {
        await using var table = await TestTable.CreateAsync();
        await table.Client.AddEntityAsync(Row("there"));

        var refusal = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => table.Client.SubmitTransactionAsync([new(Add, Row("a")), new(Add, Row("b")), new(Add, Row("there")), new(Add, Row("c"))]));

        Assert.Equal((409, "EntityAlreadyExists", 2), (refusal.Status, refusal.ErrorCode, refusal.FailedTransactionActionIndex));
        Assert.Equal("there", Assert.Single(await table.Client.QueryAsync<TableEntity>().ToListAsync()).RowKey);
    }

    [Fact]
    public async Task An_old_version_and_a_missing_row_refuse_a_transaction()
    {
        await using var table = await TestTable.CreateAsync();
        var old = (await table.Client.AddEntityAsync(Row("head"))).Headers.ETag!.Value;
        await table.Client.UpsertEntityAsync(Row("head"));

        var stale = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => table.Client.SubmitTransactionAsync([new(Add, Row("a")), new(UpdateReplace, Row("head"), old)]));
        var staleDelete = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => table.Client.SubmitTransactionAsync([new(Add, Row("a")), new(Delete, Row("head"), old)]));
        var missing = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => table.Client.SubmitTransactionAsync([new(Add, Row("a")), new(Delete, Row("nowhere"))]));

        Assert.Equal((412, "UpdateConditionNotSatisfied", 1), (stale.Status, stale.ErrorCode, stale.FailedTransactionActionIndex));
        Assert.Equal(412, staleDelete.Status);
        Assert.Equal((404, 1), (missing.Status, missing.FailedTransactionActionIndex));
        Assert.Equal("head", Assert.Single(await table.Client.QueryAsync<TableEntity>().ToListAsync()).RowKey);
    }

    [Fact]
    public async Task A_single_refused_action_is_a_failure_too()
    {
        await using var table = await TestTable.CreateAsync();
        await table.Client.AddEntityAsync(Row("there"));

        var refusal = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.Client.SubmitTransactionAsync([new(Add, Row("there"))]));

        Assert.Equal((409, "EntityAlreadyExists"), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public async Task A_hundred_actions_fit()
    {
        await using var table = await TestTable.CreateAsync();
        var actions = Enumerable.Range(0, 100).Select(i => new TableTransactionAction(Add, Row($"r{i:d2}"))).ToList();

        var response = await table.Client.SubmitTransactionAsync(actions);
        var deletes = await table.Client.SubmitTransactionAsync(actions.Select(
            (action, i) => new TableTransactionAction(Delete, action.Entity, response.Value[i].Headers.ETag!.Value)));

        Assert.Equal((100, 100), (response.Value.Count, deletes.Value.Count));
        Assert.Empty(await table.Client.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task A_transaction_on_a_missing_table_says_so()
    {
        await using var table = await TestTable.CreateAsync();
        await table.Client.DeleteAsync();

        var refusal = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.Client.SubmitTransactionAsync([new(Add, Row("a"))]));

        Assert.Equal((404, "TableNotFound"), (refusal.Status, refusal.ErrorCode));
    }

    [Fact]
    public async Task Many_transactions_at_once_do_not_mix()
    {
        await using var table = await TestTable.CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(n => table.Client.SubmitTransactionAsync(
            Enumerable.Range(0, 30).Select(i => new TableTransactionAction(Add, new TableEntity($"p{n}", $"r{i:d2}") { ["Text"] = $"{n}/{i}" })))));

        var rows = await table.Client.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(40 * 30, rows.Count);
        Assert.All(rows, row => Assert.Equal($"{row.PartitionKey[1..]}/{int.Parse(row.RowKey[1..])}", row.GetString("Text")));
    }

    [Fact]
    public async Task An_empty_transaction_and_an_action_without_an_entity_are_refused()
    {
        var stub = new StubHandler(_ => new());

        await Assert.ThrowsAsync<InvalidOperationException>(() => stub.Client().SubmitTransactionAsync([]));
        await Assert.ThrowsAsync<ArgumentException>(() => stub.Client().SubmitTransactionAsync([new(Add, null!)]));
        await Assert.ThrowsAsync<ArgumentNullException>(() => stub.Client().SubmitTransactionAsync(null!));
        await Assert.ThrowsAsync<FormatException>(() => stub.Client().SubmitTransactionAsync([new(Delete, Row("a"), new ETag("x\r\nX-Evil: 1"))]));
        Assert.Empty(stub.Sent);
    }

    private static TableEntity Row(string key) => new("p", key) { ["Text"] = "new" };
}
