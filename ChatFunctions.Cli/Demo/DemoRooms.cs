
namespace ChatFunctions.Cli.Demo;

/// <summary>Creates the demo's missing rooms and adds their members.</summary>
internal sealed class DemoRooms(DemoCast cast, TimeProvider clock)
{
    /// <summary>An invitation to try.</summary>
    public Invitation? Invitation { get; private set; }

    /// <returns>The room's id.</returns>
    public async Task<string> OpenAsync(DemoRoom room, CancellationToken cancellationToken)
    {
        if (room.IsDirect)
        {
            return (await cast[room.Owner].OpenDirectRoomAsync(cast.User(room.Others.Single().Login).Id, cancellationToken)).Id;
        }

        var roomId = await FindAsync(room, cancellationToken) ?? await MakeAsync(room, cancellationToken);
        await BringInAsync(room, roomId, cancellationToken);
        return roomId;
    }

    private async Task<string?> FindAsync(DemoRoom room, CancellationToken cancellationToken)
    {
        var rooms = cast[room.Owner].ListRoomsAsync(hidden: false, cancellationToken);
        var found = await rooms.FirstOrDefaultAsync(one => (one.Name, one.Kind, one.MyRole) == (room.Name, room.Kind, Role.Owner), cancellationToken);
        return found?.Id;
    }

    private async Task<string> MakeAsync(DemoRoom room, CancellationToken cancellationToken) =>
        (await cast[room.Owner].CreateRoomAsync(room.Name!, room.Kind, cancellationToken: cancellationToken)).Id;

    private async Task BringInAsync(DemoRoom room, string roomId, CancellationToken cancellationToken)
    {
        var roles = await cast[room.Owner].ListMembersAsync(roomId, cancellationToken)
            .ToDictionaryAsync(member => member.User.Id, member => member.Role, cancellationToken: cancellationToken);
        if (room.Invited is not null)
        {
            Invitation = await InviteAsync(room, roomId, cancellationToken);
        }

        foreach (var (login, role) in room.Others)
        {
            var present = roles.GetValueOrDefault(cast.User(login).Id);
            if (present is null && room.Invited?.Contains(login) is true)
            {
                await cast[login].AcceptInvitationAsync(Invitation!.Code, cancellationToken);
            }
            else if (present is null && room.Kind == RoomKind.Public)
            {
                await cast[login].JoinRoomAsync(roomId, cancellationToken);
                present = Role.Member;
            }

            if (present != role)
            {
                await cast[room.Owner].PutMemberAsync(roomId, cast.User(login).Id, role, cancellationToken);
            }
        }
    }

    /// <returns>An open invitation, created if there is none.</returns>
    private async Task<Invitation> InviteAsync(DemoRoom room, string roomId, CancellationToken cancellationToken)
    {
        var owner = cast[room.Owner];
        return await owner.ListInvitationsAsync(roomId, cancellationToken)
            .FirstOrDefaultAsync(one => one.ExpiresAt > clock.GetUtcNow() && one.MaxUses is null, cancellationToken)
            ?? await owner.CreateInvitationAsync(roomId, cancellationToken: cancellationToken);
    }
}
