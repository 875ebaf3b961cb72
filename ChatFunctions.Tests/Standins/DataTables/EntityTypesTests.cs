using Azure.Data.Tables;

namespace ChatFunctions.Tests.Standins.DataTables;

public class EntityTypesTests
{
    [Fact]
    public async Task Every_type_comes_back_as_it_was_written()
    {
        await using var table = await TestTable.CreateAsync();
        var written = Everything.Sample("p", "r");

        await table.Client.AddEntityAsync(written);
        Everything read = await table.Client.GetEntityAsync<Everything>("p", "r");

        AssertSame(written, read);
        Assert.Null(read.Ignored);
        Assert.NotEqual(default, read.ETag);
        Assert.NotNull(read.Timestamp);
    }

    [Fact]
    public async Task Every_type_comes_back_through_a_transaction_and_a_query()
    {
        await using var table = await TestTable.CreateAsync();
        var written = Everything.Sample("p", "r");

        await table.Client.SubmitTransactionAsync([new(TableTransactionActionType.UpsertReplace, written)]);
        var read = Assert.Single(await table.Client.QueryAsync<Everything>().ToListAsync());

        AssertSame(written, read);
        Assert.NotEqual(default, read.ETag);
    }

    [Fact]
    public async Task Null_is_a_property_that_the_row_has_not()
    {
        await using var table = await TestTable.CreateAsync();
        await table.Client.AddEntityAsync(new Everything { PartitionKey = "p", RowKey = "r" });

        TableEntity row = await table.Client.GetEntityAsync<TableEntity>("p", "r");
        Everything read = await table.Client.GetEntityAsync<Everything>("p", "r");

        Assert.False(row.ContainsKey("Text"));
        Assert.False(row.ContainsKey("MaybeLong"));
        Assert.Null(read.MaybeLong);
        Assert.Null(read.MaybeDay);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-0.1)]
    [InlineData(3.0)]
    [InlineData(1e300)]
    [InlineData(double.Epsilon)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task A_double_keeps_its_value_and_type(double value)
    {
        await using var table = await TestTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "r") { ["D"] = value });

        TableEntity row = await table.Client.GetEntityAsync<TableEntity>("p", "r");

        Assert.Equal(value, Assert.IsType<double>(row["D"]));
    }

    [Theory]
    [InlineData("quote ' and \" and `")]
    [InlineData("back\\slash / slash {brace} [bracket]")]
    [InlineData("line\r\nbreak\ttab \u0001 control")]
    [InlineData("Ünïcödé 漢字 \U0001F600\U0001F469\u200D\U0001F469\u200D\U0001F467")]
    [InlineData("line separator \u2028 paragraph \u2029 end")]
    [InlineData("100% %27 %0A + & = <tag> --changeset_x")]
    [InlineData("")]
    public async Task Any_text_comes_back_from_an_insert_and_from_a_transaction(string text)
    {
        await using var table = await TestTable.CreateAsync();

        await table.Client.AddEntityAsync(new TableEntity("p", "single") { ["Text"] = text });
        await table.Client.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "add") { ["Text"] = text }),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "merge") { ["Text"] = text }),
        ]);

        var rows = await table.Client.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(["add", "merge", "single"], rows.Select(row => row.RowKey));
        Assert.All(rows, row => Assert.Equal(text, row.GetString("Text")));
    }

    [Theory]
    [InlineData("it's ''quoted''")]
    [InlineData("100% %27 %2F")]
    [InlineData("a b+c&d=e;f:g@h!i$j(k)l,m*n~o-p.q_r|s^t`u<v>w{x}y[z]\"")]
    [InlineData("Ünïcödé 漢字")]
    [InlineData("\U0001F600\U0001F469\u200D\U0001F467")]
    [InlineData("..")]
    [InlineData("m:9223372036854775800")]
    public async Task Any_allowed_key_names_its_row_in_every_operation(string key)
    {
        await using var table = await TestTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity(key, key) { ["N"] = 1 });

        TableEntity read = await table.Client.GetEntityAsync<TableEntity>(key, key);
        Assert.Equal((key, key), (read.PartitionKey, read.RowKey));

        await table.Client.UpsertEntityAsync(new TableEntity(key, key) { ["N"] = 2 });
        await table.Client.UpdateEntityAsync(new TableEntity(key, key) { ["N"] = 3 }, Azure.ETag.All, TableUpdateMode.Replace);
        var found = await table.Client.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey eq {key}")).ToListAsync();
        Assert.Equal(3, Assert.Single(found).GetInt32("N"));

        await table.Client.SubmitTransactionAsync([new(TableTransactionActionType.UpdateMerge, new TableEntity(key, key) { ["N"] = 4 })]);
        read = await table.Client.GetEntityAsync<TableEntity>(key, key);
        Assert.Equal(4, read.GetInt32("N"));

        await table.Client.SubmitTransactionAsync([new(TableTransactionActionType.Delete, new TableEntity(key, key))]);
        await table.Client.AddEntityAsync(new TableEntity(key, key));
        Assert.Equal(204, (await table.Client.DeleteEntityAsync(key, key)).Status);
        Assert.False((await table.Client.GetEntityIfExistsAsync<TableEntity>(key, key)).HasValue);
    }

    [Fact]
    public async Task A_time_that_is_not_UTC_is_refused_rather_than_shifted()
    {
        var entity = new TableEntity("p", "r") { ["T"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Local) };

        await Assert.ThrowsAsync<NotSupportedException>(() => new StubHandler(_ => new()).Client().AddEntityAsync(entity));
    }

    [Fact]
    public async Task A_property_of_a_type_that_no_row_holds_is_refused()
    {
        var client = new StubHandler(_ => new()).Client();

        await Assert.ThrowsAsync<NotSupportedException>(() => client.AddEntityAsync(new TableEntity("p", "r") { ["X"] = 1.5m }));
        await Assert.ThrowsAsync<NotSupportedException>(() => client.AddEntityAsync(new TableEntity("p", "r") { ["X"] = DayOfWeek.Friday }));
        await Assert.ThrowsAsync<NotSupportedException>(() => client.AddEntityAsync(new HasList { PartitionKey = "p", RowKey = "r" }));
    }

    [Fact]
    public async Task A_property_is_read_as_the_type_asked_for_when_it_was_stored_as_another_number()
    {
        await using var table = await TestTable.CreateAsync();
        await table.Client.AddEntityAsync(new TableEntity("p", "r") { ["Long"] = 5, ["Int"] = 6L, ["Double"] = 7 });

        Everything read = await table.Client.GetEntityAsync<Everything>("p", "r");

        Assert.Equal((5L, 6, 7.0), (read.Long, read.Int, read.Double));
    }

    private static void AssertSame(Everything expected, Everything actual)
    {
        Assert.Equal((expected.PartitionKey, expected.RowKey), (actual.PartitionKey, actual.RowKey));
        Assert.Equal((expected.Text, expected.Original), (actual.Text, actual.Original));
        Assert.Equal((expected.Flag, expected.MaybeFlag), (actual.Flag, actual.MaybeFlag));
        Assert.Equal((expected.Int, expected.MaybeInt), (actual.Int, actual.MaybeInt));
        Assert.Equal((expected.Long, expected.MaybeLong, expected.Unsigned), (actual.Long, actual.MaybeLong, actual.Unsigned));
        Assert.Equal((expected.Double, expected.MaybeDouble), (actual.Double, actual.MaybeDouble));
        Assert.Equal((expected.Time, DateTimeKind.Utc), (actual.Time, actual.Time.Kind));
        Assert.Equal(expected.TimeWithOffset, actual.TimeWithOffset);
        Assert.Equal(expected.MaybeTime, actual.MaybeTime);
        Assert.Equal((expected.Guid, expected.MaybeGuid), (actual.Guid, actual.MaybeGuid));
        Assert.Equal(expected.Bytes, actual.Bytes);
        Assert.Equal(expected.Data!.ToArray(), actual.Data!.ToArray());
        Assert.Equal((expected.Day, expected.MaybeDay), (actual.Day, actual.MaybeDay));
    }

    private sealed class HasList : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public Azure.ETag ETag { get; set; }

        public List<string> List { get; } = [];
    }
}
