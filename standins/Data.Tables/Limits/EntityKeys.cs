using System.Buffers;

namespace Azure.Data.Tables.Limits;

/// <summary>The rules for a row's keys, and how they stand in a URI.</summary>
internal static class EntityKeys
{
    /// <summary>The most characters that escaping makes of a key: three bytes for a character, three characters for a byte.</summary>
    public const int MaxEscapedChars = TableLimits.KeyChars * 9;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. "/\\#?", .. Enumerable.Range(0, 0x20).Select(c => (char)c), .. Enumerable.Range(0x7F, 0x21).Select(c => (char)c)]);

    /// <param name="partitionKey">The row's partition.</param>
    /// <param name="rowKey">The row.</param>
    /// <param name="inUri">Whether the request names the row in its URI, as all but an insert do.</param>
    /// <exception cref="RequestFailedException">The service would refuse a key.</exception>
    public static void Check(string? partitionKey, string? rowKey, bool inUri)
    {
        CheckKey(partitionKey, "PartitionKey", inUri);
        CheckKey(rowKey, "RowKey", inUri);
    }

    /// <summary>The row's address under its service, percent-encoded.</summary>
    public static string PathOf(string table, string partitionKey, string rowKey) =>
        $"{table}(PartitionKey='{Escape(partitionKey)}',RowKey='{Escape(rowKey)}')";

    /// <summary>A quote is doubled, then everything but letters, digits and <c>- . _ ~</c> percent-encoded.</summary>
    public static string Escape(string key) => Uri.EscapeDataString(Quote(key));

    /// <summary>The same without a string made; <paramref name="destination"/> has room for <see cref="MaxEscapedChars"/>.</summary>
    public static ReadOnlySpan<char> Escape(string key, Span<char> destination) =>
        Uri.TryEscapeDataString(Quote(key), destination, out int written) ? destination[..written] : Escape(key);

    private static string Quote(string key) => key.Replace("'", "''", StringComparison.Ordinal);

    private static void CheckKey(string? key, string name, bool inUri)
    {
        if (key is null) throw Refusal.KeyMissing(name);
        if (key.Length > TableLimits.KeyChars) throw Refusal.KeyTooLarge(name);
        if (key.AsSpan().ContainsAny(Forbidden)) throw Refusal.KeyOutOfRange(name, inUri);
    }
}
