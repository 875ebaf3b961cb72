using ChatFunctions.Http;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Notifications;

/// <summary>Which of a user's notifications are wanted, newest first.</summary>
/// <param name="After">The id of the last one on the page before; null: from the newest.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Unread">Only those not marked as read.</param>
internal sealed record NotificationQuery(string? After, int Limit, bool Unread)
{
    public static Outcome<NotificationQuery> From(HttpRequest request)
    {
        var (page, unread) = (request.IdPage(), UnreadOf(request));
        if ((page.Refusal ?? unread.Refusal) is { } refusal)
        {
            return refusal;
        }

        return page.Value.After is { } id && NotificationKeys.Key(id) is null ? Refusal.InvalidCursor : new NotificationQuery(page.Value.After, page.Value.Limit, unread.Value);
    }

    private static Outcome<bool> UnreadOf(HttpRequest request) => request.Query["unread"].ToString() switch
    {
        "" or "false" => false,
        "true" => true,
        _ => Refusal.Invalid("unread", "Use true or false."),
    };
}
