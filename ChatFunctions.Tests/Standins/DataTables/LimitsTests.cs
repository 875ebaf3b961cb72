using Azure;
using Azure.Data.Tables;
using static Azure.Data.Tables.TableTransactionActionType;

namespace ChatFunctions.Tests.Standins.DataTables;

/// <summary>What Azure would refuse is refused before it is sent, as an emulator lets some of it through.</summary>
public sealed class LimitsTests : IDisposable
{
    private readonly StubHandler _stub = new(_ => throw new InvalidOperationException("Nothing may be sent."));

    public static TheoryData<string, TableEntity> BeyondLimits => new()
    {
        { "PropertyValueTooLarge", Row(("Text", new string('x', 32 * 1024 + 1))) },
        { "PropertyValueTooLarge", Row(("Bytes", new byte[64 * 1024 + 1])) },
        { "PropertyValueTooLarge", Row(("Data", new BinaryData(new byte[64 * 1024 + 1]))) },
        { "TooManyProperties", Row([.. Enumerable.Range(0, 253).Select(i => ($"P{i}", (object)i))]) },
        { "EntityTooLarge", Row([.. Enumerable.Range(0, 16).Select(i => ($"P{i:d2}", (object)new string('x', 32 * 1024)))]) },
        { "OutOfRangeInput", Row(("Time", new DateTime(1600, 12, 31, 0, 0, 0, DateTimeKind.Utc))) },
        { "OutOfRangeInput", Row(("Time", default(DateTimeOffset))) },
        { "PropertyNameInvalid", Row(("with-dash", 1)) },
        { "PropertyNameInvalid", Row(("1st", 1)) },
        { "PropertyNameInvalid", Row(("", 1)) },
        { "PropertyNameTooLong", Row((new string('n', 256), 1)) },
        { "KeyValueTooLarge", new TableEntity(new string('k', 513), "r") },
        { "KeyValueTooLarge", new TableEntity("p", new string('k', 513)) },
    };

    [Theory]
    [MemberData(nameof(BeyondLimits), DisableDiscoveryEnumeration = true)]
    public async Task An_entity_beyond_a_limit_is_refused_as_the_service_would(string code, TableEntity entity)
    {
        var client = _stub.Client();

        var insert = await Assert.ThrowsAsync<RequestFailedException>(() => client.AddEntityAsync(entity));
        var upsert = await Assert.ThrowsAsync<RequestFailedException>(() => client.UpsertEntityAsync(entity));
        var transaction = await Assert.ThrowsAsync<TableTransactionFailedException>(
            () => client.SubmitTransactionAsync([new(Add, new TableEntity(entity.PartitionKey, "first")), new(Add, entity)]));

        Assert.Equal((400, code), (insert.Status, insert.ErrorCode));
        Assert.Equal((400, code), (upsert.Status, upsert.ErrorCode));
        Assert.Equal((400, code), (transaction.Status, transaction.ErrorCode));
        Assert.Equal(entity.PartitionKey.Length > 512 ? 0 : 1, transaction.FailedTransactionActionIndex);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u007fb")]
    public async Task A_key_with_a_forbidden_character_is_refused(string key)
    {
        var client = _stub.Client();

        var insert = await Assert.ThrowsAsync<RequestFailedException>(() => client.AddEntityAsync(new TableEntity("p", key)));
        var upsert = await Assert.ThrowsAsync<RequestFailedException>(() => client.UpsertEntityAsync(new TableEntity(key, "r")));
        var get = await Assert.ThrowsAsync<RequestFailedException>(() => client.GetEntityIfExistsAsync<TableEntity>("p", key));
        var delete = await Assert.ThrowsAsync<RequestFailedException>(() => client.DeleteEntityAsync("p", key));

        Assert.Equal((400, "OutOfRangeInput"), (insert.Status, insert.ErrorCode));
        Assert.All([upsert, get, delete], refusal => Assert.Equal((400, "InvalidInput"), (refusal.Status, refusal.ErrorCode)));
    }

    [Fact]
    public async Task The_largest_that_fits_is_stored()
    {
        await using var table = await TestTable.CreateAsync();
        string key = new('k', 512);
        var entity = new TableEntity(key, key) { ["Text"] = new string('x', 32 * 1024), ["Bytes"] = new byte[64 * 1024] };
        foreach (int i in Enumerable.Range(0, 250)) entity[$"P{i}"] = i;

        await table.Client.AddEntityAsync(entity);
        TableEntity read = await table.Client.GetEntityAsync<TableEntity>(key, key);

        Assert.Equal((32 * 1024, 64 * 1024, 249), (read.GetString("Text").Length, read.GetBinary("Bytes").Length, read.GetInt32("P249")));
    }

    [Fact]
    public async Task A_transaction_across_partitions_is_refused_at_the_first_other_one()
    {
        var refusal = await Refused(new(Add, new TableEntity("p", "1")), new(Add, new TableEntity("p", "2")), new(Add, new TableEntity("q", "3")));

        Assert.Equal((400, "CommandsInBatchActOnDifferentPartitions", 2), (refusal.Status, refusal.ErrorCode, refusal.FailedTransactionActionIndex));
    }

    [Fact]
    public async Task A_row_twice_in_a_transaction_is_refused_at_the_second()
    {
        var refusal = await Refused(new(Add, new TableEntity("p", "1")), new(Delete, new TableEntity("p", "1")));

        Assert.Equal((400, "InvalidDuplicateRow", 1), (refusal.Status, refusal.ErrorCode, refusal.FailedTransactionActionIndex));
    }

    [Fact]
    public async Task More_than_a_hundred_actions_are_refused_at_the_last_that_would_fit()
    {
        var refusal = await Refused([.. Enumerable.Range(0, 101).Select(i => new TableTransactionAction(Add, new TableEntity("p", $"{i}")))]);

        Assert.Equal((400, "InvalidInput", 99), (refusal.Status, refusal.ErrorCode, refusal.FailedTransactionActionIndex));
    }

    [Fact]
    public async Task A_missing_key_in_a_transaction_is_refused()
    {
        var refusal = await Refused(new(Add, new TableEntity("p", "1")), new(UpsertMerge, new TableEntity { PartitionKey = "p" }));

        Assert.Equal((400, "PropertiesNeedValue", 1), (refusal.Status, refusal.ErrorCode, refusal.FailedTransactionActionIndex));
    }

    [Fact]
    public async Task A_transaction_of_more_than_four_MiB_is_refused_as_a_whole()
    {
        var actions = Enumerable.Range(0, 70).Select(i =>
            new TableTransactionAction(Add, new TableEntity("p", $"{i}") { ["A"] = new string('x', 32 * 1024), ["B"] = new string('y', 32 * 1024) }));

        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => _stub.Client().SubmitTransactionAsync(actions));

        Assert.Equal((413, "RequestBodyTooLarge"), (refusal.Status, refusal.ErrorCode));
        Assert.Empty(_stub.Sent);
    }

    public void Dispose() => _stub.Dispose();

    private Task<TableTransactionFailedException> Refused(params TableTransactionAction[] actions) =>
        Assert.ThrowsAsync<TableTransactionFailedException>(() => _stub.Client().SubmitTransactionAsync(actions));

    private static TableEntity Row(params (string Name, object Value)[] properties)
    {
        var row = new TableEntity("p", "r");
        foreach ((string name, object value) in properties) row[name] = value;
        return row;
    }
}
