using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using ChatFunctions.Tests.Processes;
using static Azure.Data.Tables.TableTransactionActionType;

namespace ChatFunctions.Tests.Standins.DataTables;

/// <summary>The official JavaScript client reads what is written here and the reverse.</summary>
public class NpmClientTests
{
    private const string Script = "ChatFunctions.Tests/Standins/DataTables/npm-client.mjs";

    private static readonly string[] OddTexts =
    [
        "it's ''quoted'' \"twice\"", "100% %27 %2B + &", "Ünïcödé 漢字", "\U0001F600\U0001F469\u200D\U0001F467", "sep\u2028ar\u2029ator", "a b;c,d=e(f){g}", "m:9223372036854775800",
    ];

    [Fact]
    public async Task The_official_client_reads_every_type_that_is_written_here()
    {
        await using var table = await TestTable.CreateAsync();
        var single = Everything.Sample("p", "single");
        var batched = Everything.Sample("p", "batched");
        single.MaybeDouble = batched.MaybeDouble = 0.25;
        await table.Client.AddEntityAsync(single);
        await table.Client.SubmitTransactionAsync([new(UpsertMerge, batched)]);

        var rows = await ReadAsync(table);

        Assert.Equal(["batched", "single"], rows.Select(row => (string?)row["rowKey"]));
        Assert.All(rows, row => Assert.Equal(
            new SortedDictionary<string, (string, string)>(StringComparer.Ordinal)
            {
                ["Text"] = ("String", "plain"),
                ["Flag"] = ("Boolean", "true"),
                ["MaybeFlag"] = ("Boolean", "false"),
                ["Int"] = ("Int32", "-2147483648"),
                ["MaybeInt"] = ("Int32", "7"),
                ["Long"] = ("Int64", "9223372036854775807"),
                ["MaybeLong"] = ("Int64", "-9223372036854775808"),
                ["Unsigned"] = ("Int64", "9007199254740993"),
                ["Double"] = ("Double", "1.5"),
                ["MaybeDouble"] = ("Double", "0.25"),
                ["Time"] = ("DateTime", "2026-11-20T09:05:00.1234567Z"),
                ["TimeWithOffset"] = ("DateTime", "2026-11-20T09:05:00.7654321Z"),
                ["MaybeTime"] = ("DateTime", "1601-01-01T00:00:00.0000000Z"),
                ["Guid"] = ("Guid", "c9da6455-213d-42c9-9a79-3e9149a57833"),
                ["MaybeGuid"] = ("Guid", "00000000-0000-0000-0000-000000000000"),
                ["Bytes"] = ("Binary", "AAEC/v8="),
                ["Data"] = ("Binary", "AwQ="),
                ["Day"] = ("String", "Friday"),
                ["MaybeDay"] = ("String", "Monday"),
                ["Renamed"] = ("String", "kept under another name"),
            },
            PropertiesOf(row)));
    }

    [Fact]
    public async Task The_official_client_reads_odd_keys_and_texts_that_are_written_here()
    {
        await using var table = await TestTable.CreateAsync();
        foreach (string odd in OddTexts) await table.Client.UpsertEntityAsync(new TableEntity(odd, odd) { ["Text"] = odd });
        await table.Client.SubmitTransactionAsync(OddTexts.Select(odd => new TableTransactionAction(Add, new TableEntity("batched", odd) { ["Text"] = odd })));

        var rows = await ReadAsync(table);

        Assert.Equal(2 * OddTexts.Length, rows.Count);
        Assert.All(rows, row => Assert.Equal((string?)row["rowKey"], PropertiesOf(row)["Text"].Value));
        Assert.Equal(OddTexts.Order(StringComparer.Ordinal), rows.Where(row => (string?)row["partitionKey"] == "batched").Select(row => (string?)row["rowKey"]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("write")]
    [InlineData("transact")]
    public async Task What_the_official_client_writes_is_read_here(string command)
    {
        await using var table = await TestTable.CreateAsync();
        var typed = new JsonObject
        {
            ["partitionKey"] = "p",
            ["rowKey"] = "0",
            ["Text"] = "plain",
            ["Flag"] = true,
            ["Int"] = -5,
            ["Long"] = Typed("Int64", "9223372036854775807"),
            ["Double"] = 1.5,
            ["MaybeDouble"] = Typed("Double", "3"),
            ["Time"] = Typed("DateTime", "2026-11-20T09:05:00.1234567Z"),
            ["TimeWithOffset"] = Typed("DateTime", "2026-11-20T09:05:00Z"),
            ["Guid"] = Typed("Guid", "c9da6455-213d-42c9-9a79-3e9149a57833"),
            ["Bytes"] = Typed("Binary", "AAEC/v8="),
            ["Day"] = "Friday",
        };
        // That client doesn't escape U+2028, which Azurite's parser of transactions takes for the end of a line.
        string[] texts = [.. OddTexts.Where(text => command == "write" || !text.Contains('\u2028', StringComparison.Ordinal))];
        var odd = texts.Select(text => new JsonObject { ["partitionKey"] = "p", ["rowKey"] = text, ["Text"] = text });
        await NodeProcess.RunAsync(Script, [command, table.Server.ConnectionString, table.Client.Name], new JsonArray([typed, .. odd]).ToJsonString());

        Everything read = await table.Client.GetEntityAsync<Everything>("p", "0");
        TableEntity row = await table.Client.GetEntityAsync<TableEntity>("p", "0");
        var oddRows = await table.Client.QueryAsync<TableEntity>("RowKey ne '0'").ToListAsync();

        Assert.Equal(("plain", true, -5, long.MaxValue, 1.5, 3.0), (read.Text, read.Flag, read.Int, read.Long, read.Double, read.MaybeDouble));
        Assert.Equal(new DateTime(2026, 11, 20, 9, 5, 0, DateTimeKind.Utc).AddTicks(1_234_567), read.Time);
        Assert.Equal((Guid.Parse("c9da6455-213d-42c9-9a79-3e9149a57833"), DayOfWeek.Friday), (read.Guid, read.Day));
        Assert.Equal([0, 1, 2, 254, 255], read.Bytes);
        Assert.Equal((-5, long.MaxValue, 3.0, read.Guid), (row.GetInt32("Int"), row.GetInt64("Long"), row.GetDouble("MaybeDouble"), row.GetGuid("Guid")));
        Assert.Equal((read.TimeWithOffset, "AAEC/v8="), (row.GetDateTimeOffset("TimeWithOffset"), Convert.ToBase64String(row.GetBinary("Bytes"))));
        Assert.Equal(texts.Order(StringComparer.Ordinal), oddRows.Select(r => r.RowKey).Order(StringComparer.Ordinal));
        Assert.All(oddRows, r => Assert.Equal(r.RowKey, r.GetString("Text")));
    }

    [Fact]
    public async Task A_shared_access_signature_by_the_official_client_opens_the_account_here()
    {
        await using var table = await TestTable.CreateAsync();
        string signature = (await NodeProcess.RunAsync(Script, ["signature", table.Server.ConnectionString, table.Client.Name])).Trim();
        var client = new TableClient($"TableEndpoint={table.Server.Endpoint};SharedAccessSignature={signature}", table.Client.Name);

        await client.AddEntityAsync(new TableEntity("p", "it's"));
        await client.SubmitTransactionAsync([new(UpsertReplace, new TableEntity("p", "it's") { ["N"] = 1 }), new(Add, new TableEntity("p", "2"))]);
        var rows = await client.QueryAsync<TableEntity>("PartitionKey eq 'p'", maxPerPage: 1).ToListAsync();

        Assert.Equal(["2", "it's"], rows.Select(row => row.RowKey));
        Assert.Equal(("devstoreaccount1", ""), (client.AccountName, client.Uri.Query));
    }

    private static async Task<IReadOnlyList<JsonObject>> ReadAsync(TestTable table)
    {
        string output = await NodeProcess.RunAsync(Script, ["read", table.Server.ConnectionString, table.Client.Name]);
        return JsonSerializer.Deserialize<List<JsonObject>>(output)!;
    }

    private static SortedDictionary<string, (string Type, string Value)> PropertiesOf(JsonObject row) => new(
        row.Where(property => property.Value is JsonObject && !property.Key.StartsWith("odata.", StringComparison.Ordinal))
            .ToDictionary(property => property.Key, property => ((string)property.Value!["type"]!, (string)property.Value["value"]!)),
        StringComparer.Ordinal);

    private static JsonObject Typed(string type, string value) => new() { ["type"] = type, ["value"] = value };
}
