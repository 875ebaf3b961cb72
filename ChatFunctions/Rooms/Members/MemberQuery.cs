using ChatFunctions.Http;
using FluentValidation;
using Microsoft.AspNetCore.Http;

namespace ChatFunctions.Rooms.Members;

/// <summary>Which of a room's members are wanted. A cursor is the last page's last user.</summary>
internal sealed record MemberQuery(string? AfterUserId, int Limit)
{
    public static Outcome<MemberQuery> From(HttpRequest request)
    {
        var limit = request.Limit();
        var cursor = request.Query["cursor"].ToString();
        return limit.Refusal is { } refusal ? refusal
            : cursor.Length == 0 ? new MemberQuery(null, limit.Value)
            : Ids.IsPlausible(cursor) ? new MemberQuery(cursor, limit.Value)
            : Refusal.InvalidCursor;
    }
}

/// <summary>Body of <c>PUT /rooms/{roomId}/members/{userId}</c>.</summary>
/// <param name="Role">Absent: member for somebody new, and whatever it is for a member.</param>
public sealed record PutMemberRequest(Role? Role);

internal sealed class PutMemberValidator : AbstractValidator<PutMemberRequest>;
