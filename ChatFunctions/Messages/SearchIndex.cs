using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Messages;

/// <summary>
/// The search index of a room: a Bloom filter for each complete block of seqs, which excludes blocks without a word. It contains
/// keyed hashes only, so it doesn't reveal words without the key.
/// </summary>
internal sealed class SearchIndex
{
    /// <summary>Must change with the way in which texts are split into words, so that older filters are rebuilt.</summary>
    private const string KeyName = "message search 2";

    /// <summary>Characters of a word that are hashed. Longer words are compared in the messages.</summary>
    private const int MostPrefixLength = 32;

    /// <summary>With seven hashes, the false positive rate is one percent.</summary>
    private const int BitsPerToken = 10;
    private const int Hashes = 7;
    private const int MostBytes = 16 * 1024;

    private readonly ChatTables _tables;
    private readonly byte[] _key;
    private readonly string _keyId;

    public SearchIndex(ChatTables tables, IOptions<TokenOptions> options)
    {
        _tables = tables;
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(options.Value.TokenKey), HMACSHA256.HashSizeInBytes, info: Encoding.UTF8.GetBytes(KeyName));
        _keyId = Convert.ToHexStringLower(SHA256.HashData(_key).AsSpan(0, 4));
    }

    /// <summary>Whether a row has a filter that can be used.</summary>
    public bool IsCurrent(SearchBlockRow? row) => row?.Filter is { Length: > 0 } && row.KeyId == _keyId;

    /// <summary>False: no message of the block matches.</summary>
    public bool MayMatch(SearchBlockRow row, SearchQuery query)
    {
        var roomKey = RoomKey(row.PartitionKey);
        return query.Tokens.All(token => Bits(roomKey, token, row.Filter!.Length).All(bit => (row.Filter[bit / 8] & (1 << (bit % 8))) != 0));
    }

    /// <summary>Stores the filter of a block whose row was read before its messages.</summary>
    /// <param name="row">The row as it was read; null: there was none.</param>
    /// <param name="userId">A member of the room. Nothing is stored for anyone else, back ends included.</param>
    public async Task StoreAsync(SearchBlockRow? row, string roomId, string userId, long block, IEnumerable<MessageRow> messages, CancellationToken cancellationToken)
    {
        var built = new SearchBlockRow { PartitionKey = roomId, RowKey = RoomKeys.SearchBlock(block), Filter = Build(roomId, messages), KeyId = _keyId };
        try
        {
            // The deletion of a room removes its members first, so a filter can't be stored after it.
            await _tables.Rooms(roomId).SubmitTransactionAsync(
                [
                    new TableTransactionAction(TableTransactionActionType.UpdateMerge, new TableEntity(roomId, RoomKeys.Member(userId)), ETag.All),
                    row is null ? new TableTransactionAction(TableTransactionActionType.Add, built) : new TableTransactionAction(TableTransactionActionType.UpdateReplace, built, row.ETag),
                ],
                cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412)
        {
            // A message has changed, another request has stored it, or the user is no longer a member. A later search builds it if it is missing.
        }
    }

    /// <summary>The tokens of a message: the prefixes of the words in it and in the names of its files, its sender, and what it has.</summary>
    public static IEnumerable<string> TokensOf(MessageRow message) =>
    [
        .. message.ReadAttachments().Select(attachment => attachment.Name).Prepend(message.Text!).SelectMany(SearchWords.Of).SelectMany(word => Enumerable.Range(1, Math.Min(word.Text.Length, MostPrefixLength)).Select(length => word.Text[..length])),
        SearchQuery.FromToken(message.SenderId),
        .. SearchQuery.HasTokens(message),
    ];

    /// <summary>The token by which words with this beginning are found.</summary>
    public static string TokenOf(string word) => word.Length > MostPrefixLength ? word[..MostPrefixLength] : word;

    private byte[] Build(string roomId, IEnumerable<MessageRow> messages)
    {
        var tokens = messages.Where(message => message.Deleted is not true).SelectMany(TokensOf).ToHashSet(StringComparer.Ordinal);
        var filter = new byte[Math.Clamp((tokens.Count * BitsPerToken / 8) + 1, 1, MostBytes)];
        var roomKey = RoomKey(roomId);
        foreach (var bit in tokens.SelectMany(token => Bits(roomKey, token, filter.Length)))
        {
            filter[bit / 8] |= (byte)(1 << (bit % 8));
        }

        return filter;
    }

    /// <summary>A key for each room, so that filters of different rooms can't be compared.</summary>
    private byte[] RoomKey(string roomId) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(roomId));

    private static IEnumerable<int> Bits(byte[] roomKey, string token, int bytes)
    {
        var hash = HMACSHA256.HashData(roomKey, Encoding.UTF8.GetBytes(token));
        var (first, step) = (BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(8)) | 1);
        return Enumerable.Range(0, Hashes).Select(n => (int)((first + ((ulong)n * step)) % ((ulong)bytes * 8)));
    }
}
