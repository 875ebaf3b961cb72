using ChatFunctions.Http;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Rooms;

/// <summary>Which part of the caller's list of rooms is wanted.</summary>
internal sealed record RoomListQuery(RoomListCursor Cursor, int Limit)
{
    public static Outcome<RoomListQuery> From(HttpRequest request)
    {
        var limit = request.Limit();
        var cursor = RoomListCursor.Parse(request.Query["cursor"].ToString());
        return (limit.Refusal ?? cursor.Refusal) is { } refusal ? refusal : new RoomListQuery(cursor.Value, limit.Value);
    }
}
