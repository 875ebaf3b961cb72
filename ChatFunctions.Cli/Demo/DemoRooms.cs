namespace ChatFunctions.Cli.Demo;

/// <summary>Creates the demo's missing rooms with their members.</summary>
internal sealed class DemoRooms(DemoCast cast, ChatClient server, TimeProvider clock)
{
    /// <summary>An invitation to try.</summary>
    public Invitation? Invitation { get; private set; }

    /// <returns>The room's id.</returns>
    public async Task<string> OpenAsync(DemoRoom room, DateTimeOffset createdAt, CancellationToken cancellationToken)
    {
        var owner = server.ActAs(cast.User(room.Owner).Id);
        return room.IsDirect
            ? (await owner.OpenDirectRoomAsync(cast.User(room.Others.Single().Login).Id, createdAt, cancellationToken)).Id
            : await FindAsync(room, cancellationToken)
                ?? (await owner.CreateRoomAsync(
                    room.Name!, room.Kind, room.Others.Select(other => cast.User(other.Login).Id), createdAt: createdAt, cancellationToken: cancellationToken)).Id;
    }

    /// <summary>Sets the roles and creates the invitation, after the import because these events have the current time.</summary>
    public async Task CompleteAsync(DemoRoom room, string roomId, CancellationToken cancellationToken)
    {
        if (room.IsDirect)
        {
            return;
        }

        var roles = await cast[room.Owner].ListMembersAsync(roomId, cancellationToken)
            .ToDictionaryAsync(member => member.User.Id, member => member.Role, cancellationToken: cancellationToken);
        foreach (var (login, role) in room.Others)
        {
            if (roles.GetValueOrDefault(cast.User(login).Id) != role)
            {
                await cast[room.Owner].PutMemberAsync(roomId, cast.User(login).Id, role, cancellationToken);
            }
        }

        if (room.HasInvitation)
        {
            Invitation = await InviteAsync(room, roomId, cancellationToken);
        }
    }

    private async Task<string?> FindAsync(DemoRoom room, CancellationToken cancellationToken)
    {
        var rooms = cast[room.Owner].ListRoomsAsync(hidden: false, cancellationToken);
        var found = await rooms.FirstOrDefaultAsync(one => (one.Name, one.Kind, one.MyRole) == (room.Name, room.Kind, Role.Owner), cancellationToken);
        return found?.Id;
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
