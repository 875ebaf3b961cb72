using Azure;
using Azure.Data.Tables;
using ChatFunctions.RoomLog;
using ChatFunctions.Storage;

namespace ChatFunctions.Messages;

/// <summary>Writes read markers: the one part of a room's partition that isn't written by commits, so it touches no property that they do but the member's own of the readers.</summary>
internal sealed class ReadMarkerStore(ChatTables tables)
{
    /// <summary>Merges the marker into the member's row as it was read.</summary>
    /// <param name="member">The row.</param>
    /// <param name="seq">Everything up to here is read.</param>
    /// <param name="count">The ordinal of the last message up to there; 0: there is none.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>False: the row has changed since, or is gone. It is never made anew.</returns>
    public async Task<bool> TryMoveAsync(MemberRow member, long seq, long count, CancellationToken cancellationToken)
    {
        var marker = new MarkerRow { PartitionKey = member.PartitionKey, RowKey = member.RowKey, ReadSeq = seq, ReadCount = count };
        try
        {
            if (member.InReaders is true)
            {
                await tables.Rooms(member.PartitionKey).SubmitTransactionAsync(
                    [
                        new TableTransactionAction(TableTransactionActionType.UpdateMerge, marker, member.ETag),
                        new TableTransactionAction(TableTransactionActionType.UpsertMerge, Readers.Moved(member.PartitionKey, member.UserId, seq)),
                    ],
                    cancellationToken);
            }
            else
            {
                await tables.Rooms(member.PartitionKey).UpdateEntityAsync(marker, member.ETag, TableUpdateMode.Merge, cancellationToken);
            }

            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private sealed class MarkerRow : Row
    {
        public long ReadSeq { get; set; }

        public long ReadCount { get; set; }
    }
}
