using System.Globalization;
using ChatFunctions.Http;
using ChatFunctions.RoomLog;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Rooms.Invitations;

/// <summary>Which of a room's invitations are wanted.</summary>
/// <param name="After">The place where the last page ended; empty: from the newest.</param>
/// <param name="Limit">How many at most.</param>
internal sealed record InvitationQuery(string After, int Limit)
{
    private const int TimeLength = 19;

    public static Outcome<InvitationQuery> From(HttpRequest request)
    {
        var limit = request.Limit();
        var cursor = request.Query["cursor"].ToString();
        return limit.Refusal is { } refusal ? refusal
            : cursor.Length > 0 && !(cursor.Length > TimeLength && Ids.IsPlausible(cursor)) ? Refusal.InvalidCursor
            : new InvitationQuery(cursor, limit.Value);
    }

    /// <summary>What orders invitations by age: the time in ticks, and the code where times are equal.</summary>
    public static string PlaceOf(InvitationRow row) => row.CreatedAt.UtcTicks.ToString("D19", CultureInfo.InvariantCulture) + row.Code;

    public bool IsAhead(InvitationRow row) => After.Length == 0 || string.CompareOrdinal(PlaceOf(row), After) < 0;
}
