using ChatFunctions.Cli.Api;

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
            var request = ChatRequest.Put($"direct/{cast[room.Others.Single().Login].Me.Id}");
            return WireJson.Read(await cast.SendAsync(room.Owner, request, cancellationToken), WireJson.Default.Room).Value.Id;
        }

        var roomId = await FindAsync(room, cancellationToken) ?? await MakeAsync(room, cancellationToken);
        await BringInAsync(room, roomId, cancellationToken);
        return roomId;
    }

    private async Task<string?> FindAsync(DemoRoom room, CancellationToken cancellationToken)
    {
        var rooms = cast[room.Owner].ListAsync("rooms?limit=200", WireJson.Default.Room, cancellationToken);
        var found = await rooms.FirstOrDefaultAsync(one => (one.Value.Name, one.Value.Kind, one.Value.MyRole) == (room.Name, room.Kind, "owner"), cancellationToken);
        return found?.Value.Id;
    }

    /// <summary>Creates a room, without retries, because it isn't idempotent. The next run finds a room whose answer was lost.</summary>
    private async Task<string> MakeAsync(DemoRoom room, CancellationToken cancellationToken)
    {
        var body = new CreateRoomRequest(room.Name!, room.Kind, []);
        return (await cast[room.Owner].SendAsync(ChatRequest.Post("rooms", body, WireJson.Default.CreateRoomRequest), WireJson.Default.Room, cancellationToken)).Value.Id;
    }

    private async Task BringInAsync(DemoRoom room, string roomId, CancellationToken cancellationToken)
    {
        var roles = await cast[room.Owner].ListAsync($"{Paths.Members(roomId)}?limit=200", WireJson.Default.Member, cancellationToken)
            .ToDictionaryAsync(member => member.Value.User.Id, member => member.Value.Role, cancellationToken: cancellationToken);
        if (room.Invited is not null)
        {
            Invitation = await InviteAsync(room, roomId, cancellationToken);
        }

        foreach (var (login, role) in room.Others)
        {
            var present = roles.GetValueOrDefault(cast[login].Me.Id);
            if (present is null && room.Invited?.Contains(login) is true)
            {
                await cast.SendAsync(login, ChatRequest.Post($"invitations/{Uri.EscapeDataString(Invitation!.Code)}/accept"), cancellationToken);
            }
            else if (present is null && room.Kind == Room.Public)
            {
                await cast.SendAsync(login, ChatRequest.Post($"{Paths.Room(roomId)}/join"), cancellationToken);
                present = "member";
            }

            if (present != role)
            {
                var body = ChatRequest.Put(Paths.Member(roomId, cast[login].Me.Id), new RoleRequest(role), WireJson.Default.RoleRequest);
                await cast.SendAsync(room.Owner, body, cancellationToken);
            }
        }
    }

    /// <returns>An open invitation, created if there is none.</returns>
    private async Task<Invitation> InviteAsync(DemoRoom room, string roomId, CancellationToken cancellationToken)
    {
        var path = $"{Paths.Room(roomId)}/invitations";
        var present = await cast[room.Owner].ListAsync(path, WireJson.Default.Invitation, cancellationToken)
            .FirstOrDefaultAsync(one => one.Value.ExpiresAt > clock.GetUtcNow() && one.Value.MaxUses is null, cancellationToken);
        var request = ChatRequest.Post(path, new CreateInvitationRequest(null, null), WireJson.Default.CreateInvitationRequest);
        return (present ?? await cast[room.Owner].SendAsync(request, WireJson.Default.Invitation, cancellationToken)).Value;
    }
}
