using ChatFunctions.Client.Http;

namespace ChatFunctions.Client;

public sealed partial class ChatClient
{
    /// <summary>The most that the API returns in one page.</summary>
    private const int PageSize = 200;

    /// <summary>Creates a room that the current user owns.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind"><see cref="RoomKind.Private"/> (the default) or <see cref="RoomKind.Public"/>.</param>
    /// <param name="members">The ids of users to add.</param>
    /// <param name="defaultRole">The role of users who join: <see cref="Role.Member"/> (the default) or <see cref="Role.Reader"/>.</param>
    /// <param name="createdAt">When an imported room was created; only back ends can set it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Room> CreateRoomAsync(
        string name,
        string? kind = null,
        IEnumerable<string>? members = null,
        string? defaultRole = null,
        DateTimeOffset? createdAt = null,
        CancellationToken cancellationToken = default)
    {
        var body = new CreateRoomRequest(name, kind, members, defaultRole, createdAt);
        return SendAsync(ApiRequest.Post("rooms", body, ApiJson.Default.CreateRoomRequest), ApiJson.Default.Room, cancellationToken);
    }

    /// <summary>Lists the user's rooms, most recently active first: those that aren't hidden, or the hidden ones.</summary>
    public IAsyncEnumerable<Room> ListRoomsAsync(bool hidden = false, CancellationToken cancellationToken = default) =>
        ListAsync($"rooms?limit={PageSize}".With(("hidden", hidden ? "true" : null)), ApiJson.Default.Room, cancellationToken);

    /// <summary>Finds public rooms by the start of a word of their name; without a text, all.</summary>
    public IAsyncEnumerable<Room> FindPublicRoomsAsync(string? text = null, CancellationToken cancellationToken = default) =>
        ListAsync($"rooms/public?limit={PageSize}".With(("q", text)), ApiJson.Default.Room, cancellationToken);

    /// <summary>Returns a room.</summary>
    public Task<Room> GetRoomAsync(string roomId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Get(ApiPaths.Room(roomId)), ApiJson.Default.Room, cancellationToken);

    /// <summary>Changes what isn't null: the name, the role of users who join, and the topic, which can be empty.</summary>
    public Task<Room> UpdateRoomAsync(
        string roomId, string? name = null, string? defaultRole = null, string? topic = null, CancellationToken cancellationToken = default)
    {
        var body = new UpdateRoomRequest(name, defaultRole, topic);
        return SendAsync(ApiRequest.Patch(ApiPaths.Room(roomId), body, ApiJson.Default.UpdateRoomRequest), ApiJson.Default.Room, cancellationToken);
    }

    /// <summary>Deletes a room with its messages.</summary>
    public Task DeleteRoomAsync(string roomId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete(ApiPaths.Room(roomId)), cancellationToken);

    /// <summary>Opens the direct room with another user, and creates it if necessary.</summary>
    public Task<Room> OpenDirectRoomAsync(string userId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Put($"direct/{ApiPaths.Escaped(userId)}"), ApiJson.Default.Room, cancellationToken);

    /// <summary>Opens the direct room with another user, and creates it with the time of an imported one if necessary; only for back ends.</summary>
    public Task<Room> OpenDirectRoomAsync(string userId, DateTimeOffset createdAt, CancellationToken cancellationToken = default)
    {
        var body = new PutDirectRoomRequest(createdAt);
        return SendAsync(ApiRequest.Put($"direct/{ApiPaths.Escaped(userId)}", body, ApiJson.Default.PutDirectRoomRequest), ApiJson.Default.Room, cancellationToken);
    }

    /// <summary>Hides a direct room from the list of rooms until its next message.</summary>
    public Task<Room> HideRoomAsync(string roomId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Put(ApiPaths.Hidden(roomId)), ApiJson.Default.Room, cancellationToken);

    /// <summary>Returns a hidden direct room to the list of rooms.</summary>
    public Task<Room> ShowRoomAsync(string roomId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete(ApiPaths.Hidden(roomId)), ApiJson.Default.Room, cancellationToken);

    /// <summary>Sets about which messages of a room the current user is notified, and whether it is a favourite.</summary>
    public Task<RoomPreferences> SetRoomPreferencesAsync(string roomId, RoomPreferences preferences, CancellationToken cancellationToken = default) => SendAsync(
        ApiRequest.Put($"{ApiPaths.Room(roomId)}/preferences", preferences, ApiJson.Default.RoomPreferences), ApiJson.Default.RoomPreferences, cancellationToken);

    /// <summary>Lists the members of a room.</summary>
    public IAsyncEnumerable<RoomMember> ListMembersAsync(string roomId, CancellationToken cancellationToken = default) =>
        ListAsync($"{ApiPaths.Members(roomId)}?limit={PageSize}", ApiJson.Default.RoomMember, cancellationToken);

    /// <summary>Joins a public room.</summary>
    public Task<Room> JoinRoomAsync(string roomId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Post($"{ApiPaths.Room(roomId)}/join"), ApiJson.Default.Room, cancellationToken);

    /// <summary>Adds a user to a room, or changes a member's role.</summary>
    /// <param name="roomId">The room's id.</param>
    /// <param name="userId">The user's id.</param>
    /// <param name="role">One of <see cref="Role"/>; null: the room's default role.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Room> PutMemberAsync(string roomId, string userId, string? role = null, CancellationToken cancellationToken = default)
    {
        var request = ApiRequest.Put(ApiPaths.Member(roomId, userId), new PutMemberRequest(role), ApiJson.Default.PutMemberRequest);
        return SendAsync(request, ApiJson.Default.Room, cancellationToken);
    }

    /// <summary>Removes a member from a room; with the current user's id, leaves it.</summary>
    public Task<Room> RemoveMemberAsync(string roomId, string userId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete(ApiPaths.Member(roomId, userId)), ApiJson.Default.Room, cancellationToken);

    /// <summary>Lists the users who are banned from a room.</summary>
    public IAsyncEnumerable<Ban> ListBansAsync(string roomId, CancellationToken cancellationToken = default) =>
        ListAsync($"{ApiPaths.Bans(roomId)}?limit={PageSize}", ApiJson.Default.Ban, cancellationToken);

    /// <summary>Removes a user from a room, if a member, and prevents a return.</summary>
    public Task<Room> BanUserAsync(string roomId, string userId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Put(ApiPaths.Ban(roomId, userId)), ApiJson.Default.Room, cancellationToken);

    /// <summary>Lifts a ban.</summary>
    public Task UnbanUserAsync(string roomId, string userId, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete(ApiPaths.Ban(roomId, userId)), cancellationToken);

    /// <summary>Creates an invitation to a room.</summary>
    /// <param name="roomId">The room's id.</param>
    /// <param name="maxUses">How many users can accept it; null: any number.</param>
    /// <param name="expiresInHours">How long it is valid; null: the server's default.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Invitation> CreateInvitationAsync(
        string roomId, int? maxUses = null, int? expiresInHours = null, CancellationToken cancellationToken = default)
    {
        var body = new CreateInvitationRequest(maxUses, expiresInHours);
        var request = ApiRequest.Post(ApiPaths.Invitations(roomId), body, ApiJson.Default.CreateInvitationRequest);
        return SendAsync(request, ApiJson.Default.Invitation, cancellationToken);
    }

    /// <summary>Lists the open invitations to a room.</summary>
    public IAsyncEnumerable<Invitation> ListInvitationsAsync(string roomId, CancellationToken cancellationToken = default) =>
        ListAsync(ApiPaths.Invitations(roomId), ApiJson.Default.Invitation, cancellationToken);

    /// <summary>Revokes an invitation.</summary>
    public Task RevokeInvitationAsync(string roomId, string code, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Delete($"{ApiPaths.Invitations(roomId)}/{ApiPaths.Escaped(code)}"), cancellationToken);

    /// <summary>Gets the room of an invitation, to show it before the user joins.</summary>
    public Task<Room> GetInvitedRoomAsync(string code, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Get($"invitations/{ApiPaths.Escaped(code)}"), ApiJson.Default.Room, cancellationToken);

    /// <summary>Joins a room by an invitation.</summary>
    public Task<Room> AcceptInvitationAsync(string code, CancellationToken cancellationToken = default) =>
        SendAsync(ApiRequest.Post($"invitations/{ApiPaths.Escaped(code)}/accept"), ApiJson.Default.Room, cancellationToken);
}
