using System.Text;
using Azure.Data.Tables;

namespace ChatFunctions.Tests.Standins.DataTables;

public class QueryFilterTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 20, 11, 5, 0, 120, TimeSpan.FromHours(2));
    private static readonly Guid Id = Guid.Parse("c9da6455-213d-42c9-9a79-3e9149a57833");

    public static TheoryData<object?, string> Literals => new()
    {
        { "it's 'so'", "'it''s ''so'''" },
        { '\'', "''''" },
        { new StringBuilder("a'b"), "'a''b'" },
        { true, "true" },
        { false, "false" },
        { 123, "123" },
        { (byte)7, "7" },
        { 123L, "123L" },
        { 123UL, "123L" },
        { -1.5, "-1.5" },
        { 1.5m, "1.5" },
        { Time, "datetime'2026-11-20T09:05:00.12Z'" },
        { Time.UtcDateTime, "datetime'2026-11-20T09:05:00.12Z'" },
        { Id, "guid'c9da6455-213d-42c9-9a79-3e9149a57833'" },
        { new byte[] { 1, 0xAB }, "X'01AB'" },
        { new BinaryData(new byte[] { 1, 0xAB }), "X'01AB'" },
        { null, "null" },
    };

    [Theory]
    [MemberData(nameof(Literals), DisableDiscoveryEnumeration = true)]
    public void A_value_becomes_the_literal_of_its_type(object? value, string literal) =>
        Assert.Equal($"A eq {literal} or B eq {literal}", TableClient.CreateQueryFilter($"A eq {value} or B eq {value}"));

    [Fact]
    public void A_value_without_a_literal_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {DayOfWeek.Friday}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {new object()}"));
        Assert.Null(TableClient.CreateQueryFilter(null!));
    }

    [Fact]
    public async Task Filters_of_every_type_find_their_row_and_no_other()
    {
        await using var table = await TestTable.CreateAsync();
        var entity = Everything.Sample("p'1", "r");
        entity.Text = "it's { odd } 100%";
        await table.Client.AddEntityAsync(entity);
        await table.Client.AddEntityAsync(new Everything { PartitionKey = "p'1", RowKey = "other" });

        FormattableString[] filters =
        [
            $"PartitionKey eq {"p'1"} and RowKey eq {"r"}",
            $"Text eq {entity.Text}",
            $"Flag eq {true}",
            $"Int lt {0}",
            $"Long gt {long.MaxValue - 1}",
            $"Double ge {1.4} and Double le {1.6}",
            $"TimeWithOffset eq {entity.TimeWithOffset}",
            $"Time gt {DateTime.UnixEpoch} and not (Time gt {entity.Time.AddSeconds(1)})",
            $"Guid eq {entity.Guid}",
            $"Bytes eq {entity.Bytes}",
            $"Day eq {"Friday"}",
        ];

        foreach (var filter in filters)
        {
            var found = await table.Client.QueryAsync<Everything>(TableClient.CreateQueryFilter(filter)).ToListAsync();
            Assert.True(found is [{ RowKey: "r" }], $"{TableClient.CreateQueryFilter(filter)} found {found.Count}");
        }
    }
}
