using System.Runtime.Serialization;
using ChatFunctions.Storage;

namespace ChatFunctions.RoomLog;

/// <summary>The row of one event, at the key of its seq.</summary>
internal abstract class EventRow : Row
{
    /// <summary>Unique: by it a commit with an unknown outcome finds out whether it took effect.</summary>
    public string Id { get; set; } = "";

    [IgnoreDataMember]
    public long Seq => RoomKeys.Seq(RowKey);
}
