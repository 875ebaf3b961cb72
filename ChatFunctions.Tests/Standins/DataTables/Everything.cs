using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace ChatFunctions.Tests.Standins.DataTables;

/// <summary>An entity with a property of every type that a row can hold.</summary>
internal sealed class Everything : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string? Text { get; set; }

    public bool Flag { get; set; }

    public bool? MaybeFlag { get; set; }

    public int Int { get; set; }

    public int? MaybeInt { get; set; }

    public long Long { get; set; }

    public long? MaybeLong { get; set; }

    public ulong Unsigned { get; set; }

    public double Double { get; set; }

    public double? MaybeDouble { get; set; }

    public DateTime Time { get; set; } = DateTime.UnixEpoch;

    public DateTimeOffset TimeWithOffset { get; set; } = DateTimeOffset.UnixEpoch;

    public DateTimeOffset? MaybeTime { get; set; }

    public Guid Guid { get; set; }

    public Guid? MaybeGuid { get; set; }

    public byte[]? Bytes { get; set; }

    public BinaryData? Data { get; set; }

    public DayOfWeek Day { get; set; }

    public DayOfWeek? MaybeDay { get; set; }

    [DataMember(Name = "Renamed")]
    public string? Original { get; set; }

    [IgnoreDataMember]
    public string? Ignored { get; set; }

    public static Everything Sample(string partitionKey, string rowKey) => new()
    {
        PartitionKey = partitionKey,
        RowKey = rowKey,
        Text = "plain",
        Flag = true,
        MaybeFlag = false,
        Int = int.MinValue,
        MaybeInt = 7,
        Long = long.MaxValue,
        MaybeLong = long.MinValue,
        Unsigned = 9_007_199_254_740_993,
        Double = 1.5,
        MaybeDouble = -2.0,
        Time = new DateTime(2026, 11, 20, 9, 5, 0, DateTimeKind.Utc).AddTicks(1_234_567),
        TimeWithOffset = new DateTimeOffset(2026, 11, 20, 11, 5, 0, TimeSpan.FromHours(2)).AddTicks(7_654_321),
        MaybeTime = new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Guid = Guid.Parse("c9da6455-213d-42c9-9a79-3e9149a57833"),
        MaybeGuid = Guid.Empty,
        Bytes = [0, 1, 2, 254, 255],
        Data = new BinaryData(new byte[] { 3, 4 }),
        Day = DayOfWeek.Friday,
        MaybeDay = DayOfWeek.Monday,
        Original = "kept under another name",
        Ignored = "not stored",
    };
}
