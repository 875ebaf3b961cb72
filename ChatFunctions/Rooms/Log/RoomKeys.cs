using System.Globalization;

namespace ChatFunctions.Rooms.Log;

/// <summary>
/// Row keys of a room's partition. A seq is stored inverted, so a range is read newest first; seqs have no gaps, so each page is one exact
/// range. By their prefixes, the newest message directly follows the head, so one query of two rows reads both.
/// </summary>
internal static class RoomKeys
{
    public const string Head = "head";

    public const string MemberReadMarkers = "readers";

    public const string MemberPrefix = "member:";

    public const string InvitationPrefix = "code:";

    public const string RestrictionPrefix = "restriction:";

    private const string AttachmentPrefix = "a:";
    private const string ReportsPrefix = "r:";
    private const string SearchBlockPrefix = "s:";
    private const string MessagePrefix = "m:";
    private const string ChangePrefix = "e:";

    public static string Member(string userId) => MemberPrefix + userId;

    public static string Message(long seq) => MessagePrefix + Inverted(seq);

    public static string Change(long seq) => ChangePrefix + Inverted(seq);

    public static string Send(string userId, string clientMessageId) => $"d:{userId}:{clientMessageId}";

    public static string Invitation(string code) => InvitationPrefix + code;

    public static string Restriction(string userId) => RestrictionPrefix + userId;

    public static string Attachment(string id) => AttachmentPrefix + id;

    /// <summary>The open reports of a message.</summary>
    public static string Reports(long seq) => ReportsPrefix + Inverted(seq);

    /// <summary>The search index of a block of seqs, with the newest block first.</summary>
    public static string SearchBlock(long block) => SearchBlockPrefix + Inverted(block);

    public static bool IsMember(string rowKey) => rowKey.StartsWith(MemberPrefix, StringComparison.Ordinal);

    /// <summary>The id in the key of an attachment.</summary>
    public static string AttachmentId(string rowKey) => rowKey[AttachmentPrefix.Length..];

    /// <summary>The seq in the key of a message, a change or reports, or the block in that of a search index.</summary>
    public static long Seq(string rowKey) => long.MaxValue - long.Parse(rowKey.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Inverted(long seq) => (long.MaxValue - seq).ToString("D19", CultureInfo.InvariantCulture);
}
