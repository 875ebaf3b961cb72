using System.Text;
using Azure.Core;
using Azure.Data.Tables.Accounts;
using Azure.Data.Tables.Entities;
using Azure.Data.Tables.Limits;
using Azure.Data.Tables.Rest;

namespace Azure.Data.Tables.Transactions;

/// <summary>
/// Writes transactions on one table as multipart bodies, straight into one buffer; all that the parts have in common is
/// encoded once. See https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions.
/// </summary>
internal sealed class TransactionWriter(TableEndpoint endpoint, string table)
{
    private const int InitialCapacity = 16 * 1024;

    // A boundary can't occur in a part by chance: every line of one begins with a method, a header's name or a brace.
    private static readonly string Batch = $"batch_{Guid.NewGuid()}";
    private static readonly string Changeset = $"changeset_{Guid.NewGuid()}";
    private static readonly byte[] Start = Encoding.ASCII.GetBytes($"--{Batch}\r\nContent-Type: multipart/mixed; boundary={Changeset}\r\n\r\n");
    private static readonly byte[] End = Encoding.ASCII.GetBytes($"--{Changeset}--\r\n--{Batch}--\r\n");

    private readonly byte[] _insert = Part(
        $"POST {endpoint.BareUriOf(table)} HTTP/1.1\r\nAccept: {RestClient.MinimalMetadata}\r\nDataServiceVersion: 3.0\r\n"
        + $"Prefer: return-no-content\r\nContent-Type: {RestClient.NoMetadata}\r\n\r\n");

    private readonly byte[] _replace = Part($"PUT {endpoint.BareUriOf(table)}(PartitionKey='");
    private readonly byte[] _merge = Part($"PATCH {endpoint.BareUriOf(table)}(PartitionKey='");
    private readonly byte[] _delete = Part($"DELETE {endpoint.BareUriOf(table)}(PartitionKey='");

    public static string ContentType { get; } = $"multipart/mixed; boundary={Batch}";

    /// <returns>The body, and how many actions it has.</returns>
    /// <exception cref="InvalidOperationException">There is no action.</exception>
    /// <exception cref="TableTransactionFailedException">The service would refuse an action.</exception>
    /// <exception cref="RequestFailedException">The service would refuse the whole for its size.</exception>
    public (RequestContent Body, int Actions) Write(IEnumerable<TableTransactionAction> actions)
    {
        var buffer = new PooledBuffer(InitialCapacity);
        try
        {
            return (new PooledContent(buffer), Write(actions, buffer));
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private int Write(IEnumerable<TableTransactionAction> actions, PooledBuffer buffer)
    {
        using var entities = new EntityWriter(buffer);
        var rules = new TransactionRules();
        int index = 0;
        buffer.Write(Start);
        foreach (var action in actions)
        {
            try
            {
                rules.Check(index, action);
                WritePart(action, buffer, entities);
            }
            catch (RequestFailedException refusal)
            {
                // The service names the last action that fits when there are too many.
                throw Refusal.OfAction(Math.Min(index, TableLimits.TransactionActions - 1), refusal);
            }

            if (buffer.Length + End.Length > TableLimits.RequestBytes) throw Refusal.RequestTooLarge();
            index++;
        }

        if (index == 0) throw new InvalidOperationException("A transaction must have at least one action.");
        buffer.Write(End);
        return index;
    }

    private void WritePart(TableTransactionAction action, PooledBuffer buffer, EntityWriter entities)
    {
        switch (action.ActionType)
        {
            case TableTransactionActionType.Add:
                buffer.Write(_insert);
                break;
            case TableTransactionActionType.UpdateMerge:
                WriteAddressed(_merge, action.Entity, action.ETag, buffer);
                break;
            case TableTransactionActionType.UpdateReplace:
                WriteAddressed(_replace, action.Entity, action.ETag, buffer);
                break;
            case TableTransactionActionType.UpsertMerge:
                WriteAddressed(_merge, action.Entity, default, buffer);
                break;
            case TableTransactionActionType.UpsertReplace:
                WriteAddressed(_replace, action.Entity, default, buffer);
                break;
            case TableTransactionActionType.Delete:
                WriteAddressed(_delete, action.Entity, action.ETag == default ? ETag.All : action.ETag, buffer);
                return;
            default:
                throw new InvalidOperationException($"Unknown action type {action.ActionType}.");
        }

        entities.Write(action.Entity);
        buffer.Write("\r\n"u8);
    }

    /// <summary>A part that names its row in its URI, up to its body.</summary>
    private static void WriteAddressed(byte[] start, ITableEntity entity, ETag ifMatch, PooledBuffer buffer)
    {
        Span<char> escaped = stackalloc char[EntityKeys.MaxEscapedChars];
        buffer.Write(start);
        WriteAscii(EntityKeys.Escape(entity.PartitionKey, escaped), buffer);
        buffer.Write("',RowKey='"u8);
        WriteAscii(EntityKeys.Escape(entity.RowKey, escaped), buffer);
        buffer.Write("') HTTP/1.1\r\nAccept: application/json\r\nDataServiceVersion: 3.0\r\nContent-Type: application/json\r\n"u8);
        if (ifMatch != default)
        {
            buffer.Write("If-Match: "u8);
            WriteAscii(Header(ifMatch), buffer);
            buffer.Write("\r\n"u8);
        }

        buffer.Write("\r\n"u8);
    }

    private static string Header(ETag etag)
    {
        string value = etag.ToString();
        return value.AsSpan().ContainsAnyExceptInRange(' ', '~') ? throw new FormatException("An ETag is of printable ASCII.") : value;
    }

    private static void WriteAscii(ReadOnlySpan<char> text, PooledBuffer buffer) =>
        buffer.Advance(Encoding.ASCII.GetBytes(text, buffer.GetSpan(text.Length)));

    private static byte[] Part(string request) => Encoding.ASCII.GetBytes(
        $"--{Changeset}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n{request}");
}
