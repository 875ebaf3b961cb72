using System.Globalization;

namespace ChatFunctions.Messages;

internal sealed class InboxFunctions(Inbox inbox, TimeProvider clock)
{
    [Function("GetInbox")]
    public Task<IResult> GetInbox(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "inbox")] HttpRequest request, CancellationToken cancellationToken) =>
        InboxQuery.From(request, clock)
            .Then<InboxQuery, Page<Message>>(async query => await inbox.PageAsync(request.Caller().UserId, query, cancellationToken))
            .ToResult(TypedResults.Ok);

    [Function("ListMentions")]
    public Task<IResult> ListMentions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "mentions")] HttpRequest request, CancellationToken cancellationToken) =>
        InboxQuery.From(request, clock)
            .Then<InboxQuery, Page<Message>>(async query => await inbox.PageAsync(request.Caller().UserId, query with { FromUserId = null, Mentions = true }, cancellationToken))
            .ToResult(TypedResults.Ok);
}

/// <summary>Selects a page of direct messages, or of mentions.</summary>
/// <param name="FromUserId">The sender; null: any.</param>
/// <param name="Since">The earliest time.</param>
/// <param name="Before">The end of the previous page; null: the first page.</param>
internal sealed record InboxQuery(string? FromUserId, DateTimeOffset? Since, InboxPlace? Before, int Limit)
{
    /// <summary>Whether to list mentions of the user in all rooms instead.</summary>
    public bool Mentions { get; init; }

    public static Outcome<InboxQuery> From(HttpRequest request, TimeProvider clock)
    {
        var limit = request.Limit(Limits.InboxPageSize);
        var since = request.Since(clock);
        var cursor = request.Query["cursor"].ToString();
        var before = InboxPlace.Parse(cursor);
        var from = request.Query["from"].ToString();
        return (limit.Refusal ?? since.Refusal) is { } refusal ? refusal
            : cursor.Length > 0 && before is null ? Refusal.InvalidCursor
            : from.Length > 0 && !Ids.IsPlausible(from) ? Refusal.Invalid("from", "Use a user ID.")
            : new InboxQuery(from.Length == 0 ? null : from, since.Value, before, limit.Value);
    }
}

/// <summary>A message's place in an inbox, newest first: by time, and where times are equal by room and seq.</summary>
internal sealed record InboxPlace(DateTimeOffset At, string RoomId, long Seq) : IComparable<InboxPlace>
{
    private const char Separator = '.';

    /// <summary>The earliest time that Table Storage accepts in a comparison (Edm.DateTime).</summary>
    private static readonly DateTimeOffset EarliestStored = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static InboxPlace Of(MessageRow row) => new(row.CreatedAt, row.PartitionKey, row.Seq);

    /// <returns>Null: it isn't one.</returns>
    public static InboxPlace? Parse(string text) =>
        text.Split(Separator) is [var ticks, var roomId, var seq] && Ids.IsPlausible(roomId)
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && at >= EarliestStored.UtcTicks && at <= DateTimeOffset.MaxValue.UtcTicks
        && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new InboxPlace(new DateTimeOffset(at, TimeSpan.Zero), roomId, number)
            : null;

    /// <summary>Less than zero: further up.</summary>
    public int CompareTo(InboxPlace? other) =>
        other is null ? 1
        : other.At.CompareTo(At) is var byTime and not 0 ? byTime
        : string.CompareOrdinal(RoomId, other.RoomId) is var byRoom and not 0 ? byRoom
        : other.Seq.CompareTo(Seq);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}{Separator}{RoomId}{Separator}{Seq}");
}
