using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;

namespace SignalR.Service.Tokens;

/// <summary>What came of checking a token: whose it is, or why it was refused.</summary>
internal readonly record struct TokenCheck(ClaimsPrincipal? User, string? Refusal)
{
    [MemberNotNullWhen(true, nameof(User))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAccepted => User is not null;

    public static TokenCheck Refused(string reason) => new(null, reason);
}
