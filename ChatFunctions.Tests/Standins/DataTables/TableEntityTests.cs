using Azure;
using Azure.Data.Tables;

namespace ChatFunctions.Tests.Standins.DataTables;

public class TableEntityTests
{
    [Fact]
    public void Keys_and_version_are_properties_among_the_others()
    {
        var entity = new TableEntity("p", "r") { ["A"] = 1 };
        entity.ETag = new ETag("x");

        Assert.Equal(("p", "r", "x"), (entity["PartitionKey"], entity["RowKey"], entity["odata.etag"]));
        Assert.Equal(4, entity.Count);
        Assert.Equal(["PartitionKey", "RowKey", "A", "odata.etag"], entity.Keys);
        Assert.Equal(default, new TableEntity().ETag);
        Assert.Null(new TableEntity().PartitionKey);
    }

    [Fact]
    public void It_starts_with_a_copy_of_what_it_is_given()
    {
        var values = new Dictionary<string, object> { ["A"] = 1 };
        var entity = new TableEntity(values);
        values["A"] = 2;

        Assert.Equal(1, entity.GetInt32("A"));
        Assert.Empty(new TableEntity((IDictionary<string, object>)null!));
    }

    [Fact]
    public void A_getter_of_another_type_throws_and_of_a_missing_property_gives_null()
    {
        var entity = new TableEntity { ["Text"] = "x", ["Long"] = 1L };

        Assert.Throws<InvalidOperationException>(() => entity.GetInt32("Text"));
        Assert.Throws<InvalidOperationException>(() => entity.GetInt32("Long"));
        Assert.Throws<InvalidOperationException>(() => entity.GetString("Long"));
        Assert.Null(entity.GetInt64("Missing"));
        Assert.Null(entity.GetString("Missing"));
        Assert.Null(entity["Missing"]);
        Assert.Null(entity.GetBinary("Missing"));
    }

    [Fact]
    public void Times_and_bytes_are_read_in_either_of_their_types()
    {
        var time = new DateTimeOffset(2026, 11, 20, 11, 5, 0, TimeSpan.FromHours(2));
        var entity = new TableEntity { ["Offset"] = time, ["Time"] = time.UtcDateTime, ["Bytes"] = new byte[] { 1, 2 } };

        Assert.Equal(time.UtcDateTime, entity.GetDateTime("Offset"));
        Assert.Equal(time, entity.GetDateTimeOffset("Time"));
        Assert.Equal([1, 2], entity.GetBinaryData("Bytes")!.ToArray());
    }

    [Fact]
    public void A_whole_number_set_where_a_long_or_double_was_keeps_the_type()
    {
        var entity = new TableEntity { ["Long"] = 1L, ["Double"] = 1.5, ["Int"] = 1 };

        entity["Long"] = 2;
        entity["Double"] = 3;
        entity["Int"] = 4L;

        Assert.Equal((2L, 3.0, 4L), (entity.GetInt64("Long"), entity.GetDouble("Double"), entity.GetInt64("Int")));
    }

    [Fact]
    public void It_is_a_dictionary()
    {
        IDictionary<string, object> entity = new TableEntity();
        entity.Add("A", 1);
        entity.Add(new KeyValuePair<string, object>("B", 2));

        Assert.Throws<ArgumentException>(() => entity.Add("A", 3));
        Assert.True(entity.TryGetValue("A", out object? value));
        Assert.Equal(1, value);
        Assert.True(entity.Remove("A"));
        Assert.False(entity.ContainsKey("A"));
        Assert.Equal([new("B", 2)], entity);
        entity.Clear();
        Assert.Empty(entity);
    }
}
