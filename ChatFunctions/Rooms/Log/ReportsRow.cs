using System.Runtime.Serialization;
using System.Text.Json;

namespace ChatFunctions.Rooms.Log;

/// <summary>The open reports of one message, whose row has <see cref="MessageRow.Reported"/>. Deleted when they are settled.</summary>
internal sealed record ReportsRow : Row
{
    [IgnoreDataMember]
    public long Seq => RoomKeys.Seq(RowKey);

    /// <summary>As JSON, oldest first. They contain no names, which are read when they are shown.</summary>
    public string Reports { get; set; } = "[]";

    public IReadOnlyList<StoredReport> Read() => JsonSerializer.Deserialize(Reports, ChatJson.TypeInfo<StoredReport[]>())!;

    /// <returns>The user's report; null: none.</returns>
    public StoredReport? Of(string userId) => Read().FirstOrDefault(report => report.UserId == userId);

    /// <summary>The changes after which a message has these reports.</summary>
    /// <param name="before">Its reports until now; null: none.</param>
    public static RowWrite[] Changes(MessageRow message, ReportsRow? before, IReadOnlyList<StoredReport> reports)
    {
        if (reports.Count == 0)
        {
            return [.. RemovalWith(message), RowWrite.Replace(message with { Reported = null })];
        }

        var row = new ReportsRow
        {
            PartitionKey = message.PartitionKey,
            RowKey = RoomKeys.Reports(message.Seq),
            Reports = JsonSerializer.Serialize([.. reports], ChatJson.TypeInfo<StoredReport[]>()),
        };
        return before is null ? [RowWrite.Add(row), RowWrite.Replace(message with { Reported = true })] : [RowWrite.Replace(row)];
    }

    /// <summary>The removal of a message's reports, if there are any.</summary>
    public static RowWrite[] RemovalWith(MessageRow message) => message.Reported is not true
        ? []
        : [RowWrite.Delete(new ReportsRow { PartitionKey = message.PartitionKey, RowKey = RoomKeys.Reports(message.Seq) })];
}

/// <summary>A user's report of a message.</summary>
internal sealed record StoredReport(string UserId, string Reason, DateTimeOffset At);
