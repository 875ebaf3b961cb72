using System.Runtime.Serialization;

namespace ChatFunctions.Rooms.Log;

/// <summary>A room's seqs in blocks. Each complete block can have a search index: see docs/architecture.md, "Search".</summary>
internal static class SearchBlock
{
    public const int Size = 500;

    /// <summary>The block of a seq; 0: the first one.</summary>
    public static long Of(long seq) => (seq - 1) / Size;

    public static long FirstSeq(long block) => (block * Size) + 1;

    public static long LastSeq(long block) => (block + 1) * Size;

    /// <summary>Whether the room has all events of a block.</summary>
    public static bool IsComplete(RoomHead head, long block) => head.Seq >= LastSeq(block);

    /// <summary>
    /// Empties the index of a message's block in the commit that changes its text. An index that is being built meanwhile isn't stored, because the
    /// row has changed.
    /// </summary>
    public static IEnumerable<RowWrite> Clear(RoomHead head, long seq) =>
        IsComplete(head, Of(seq)) ? [RowWrite.Upsert(new SearchBlockRow { PartitionKey = head.RoomId, RowKey = RoomKeys.SearchBlock(Of(seq)) })] : [];
}

/// <summary>The search index of one block.</summary>
internal sealed record SearchBlockRow : Row
{
    /// <summary>A Bloom filter of keyed hashes; absent: to be built again.</summary>
    public byte[]? Filter { get; set; }

    /// <summary>The id of the key of the hashes.</summary>
    public string? KeyId { get; set; }

    [IgnoreDataMember]
    public long Block => RoomKeys.Seq(RowKey);
}
