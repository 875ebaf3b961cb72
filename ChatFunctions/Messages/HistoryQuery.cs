using System.Globalization;
using ChatFunctions.Http;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Messages;

/// <summary>Which part of a room's messages is wanted.</summary>
/// <param name="Limit">How many at most.</param>
/// <param name="Before">Those before this seq, newest first. The default, from the newest on.</param>
/// <param name="After">Those after this seq, oldest first.</param>
/// <param name="Around">Those around this seq, newest first.</param>
/// <param name="SenderId">Only this sender's.</param>
/// <param name="Since">None older than this.</param>
internal sealed record HistoryQuery(int Limit, long? Before, long? After, long? Around, string? SenderId, DateTimeOffset? Since)
{
    /// <summary>Reads it from a request. A cursor is the rest of the list that it comes from: <c>b</c> or <c>a</c>, and a seq.</summary>
    public static Outcome<HistoryQuery> From(HttpRequest request, TimeProvider clock)
    {
        var limit = request.Limit();
        var before = request.Number("before", 1, long.MaxValue);
        var after = request.Number("after", 0, long.MaxValue - 1);
        var around = request.Number("around", 1, long.MaxValue - Limits.MaxPageSize);
        var since = request.Since(clock);
        var cursor = Cursor(request);
        if ((limit.Refusal ?? before.Refusal ?? after.Refusal ?? around.Refusal ?? since.Refusal ?? cursor.Refusal) is { } refusal)
        {
            return refusal;
        }

        var (older, newer) = cursor.Value;
        var query = new HistoryQuery(limit.Value, older ?? before.Value, newer ?? after.Value, around.Value, NullIfEmpty(request.Query["sender"]), since.Value);
        return new[] { query.Before, query.After, query.Around }.Count(bound => bound is not null) > 1
            ? Refusal.Invalid("before", "Only one of before, after and around can be given.")
            : query;
    }

    public static string OlderThan(long seq) => string.Create(CultureInfo.InvariantCulture, $"b{seq}");

    public static string NewerThan(long seq) => string.Create(CultureInfo.InvariantCulture, $"a{seq}");

    private static Outcome<(long? Before, long? After)> Cursor(HttpRequest request)
    {
        var cursor = request.Query["cursor"].ToString();
        if (cursor.Length == 0)
        {
            return (null, null);
        }

        return long.TryParse(cursor.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq) && cursor[0] is 'a' or 'b'
            ? (cursor[0] == 'b' ? (seq, null) : (null, seq))
            : Refusal.InvalidCursor;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
