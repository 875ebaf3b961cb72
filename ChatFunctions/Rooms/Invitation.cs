using System.Text.Json.Serialization;

namespace ChatFunctions.Rooms;

/// <summary>Lets users who have its code join a room.</summary>
/// <param name="Code">The code for <c>POST /invitations/{code}/accept</c>.</param>
/// <param name="MaxUses">The use limit; null: none.</param>
public sealed record Invitation(
    string Code, string Url, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? MaxUses, int Uses, DateTimeOffset ExpiresAt)
{
    internal static Invitation Of(InvitationRow row, string origin) => new(row.Code, UrlOf(row.Code, origin), row.MaxUses, row.Uses, row.ExpiresAt);

    internal static string UrlOf(string code, string origin) => $"{origin}/#/join/{code}";
}

/// <summary>Body of <c>POST /rooms/{roomId}/invitations</c>.</summary>
/// <param name="MaxUses">1 to <see cref="Limits.InvitationUses"/>; absent: no limit.</param>
/// <param name="ExpiresInHours">1 to <see cref="Limits.InvitationMaxHours"/>; absent: <see cref="Limits.InvitationHours"/>.</param>
public sealed record CreateInvitationRequest(int? MaxUses, int? ExpiresInHours);

internal sealed class CreateInvitationValidator : AbstractValidator<CreateInvitationRequest>
{
    public CreateInvitationValidator()
    {
        RuleFor(request => request.MaxUses).InclusiveBetween(1, Limits.InvitationUses);
        RuleFor(request => request.ExpiresInHours).InclusiveBetween(1, Limits.InvitationMaxHours);
    }
}
