
namespace ChatFunctions.Cli.Rooms;

/// <summary>Finds rooms and users by id or by name.</summary>
internal sealed class Names(ChatClient chat)
{
    /// <summary>One of the user's rooms, or any room by id.</summary>
    /// <param name="idOrName">An id, a name or, for a direct room, the other user's name with or without @.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="CliException">There is no such room, or more than one.</exception>
    public async Task<Room> RoomAsync(string idOrName, CancellationToken cancellationToken) =>
        await FindRoomAsync(idOrName, cancellationToken) ?? throw new CliException($"You're not in a room with the ID or name {idOrName}.");

    /// <summary>Like <see cref="RoomAsync"/>, but null if there is no such room.</summary>
    public async Task<Room?> FindRoomAsync(string idOrName, CancellationToken cancellationToken)
    {
        if (IsLikeRoomId(idOrName) && await ByIdAsync(idOrName, cancellationToken) is { } byId)
        {
            return byId;
        }

        var named = Named(await MineAsync(cancellationToken), idOrName);
        if (named.Count == 0)
        {
            named = Named(await chat.ListRoomsAsync(hidden: true, cancellationToken).ToListAsync(cancellationToken), idOrName);
        }

        return named switch
        {
            [var room] => room,
            [] => null,
            _ => throw Ambiguous("rooms", idOrName, named.Select(room => room.Id)),
        };
    }

    /// <returns>Null if there is no such room, or the user can't see it.</returns>
    public async Task<Room?> ByIdAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await chat.GetRoomAsync(id, cancellationToken);
        }
        catch (ChatApiException e) when (e.StatusCode == 404)
        {
            return null;
        }
    }

    /// <summary>The user's rooms, most recently active first.</summary>
    public async Task<List<Room>> MineAsync(CancellationToken cancellationToken) =>
        await chat.ListRoomsAsync(hidden: false, cancellationToken).ToListAsync(cancellationToken);

    /// <param name="idOrName">An id, login or username.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="CliException">There is no such user, or more than one.</exception>
    public async Task<User> UserAsync(string idOrName, CancellationToken cancellationToken)
    {
        if (IsUserId(idOrName))
        {
            return await chat.GetUserAsync(idOrName, cancellationToken);
        }

        var name = idOrName.TrimStart('@');
        var found = await chat.SearchUsersAsync(name, cancellationToken)
            .Where(user => Same(user.Login, name) || Same(user.Username, name)).ToListAsync(cancellationToken);
        return found.Find(user => Same(user.Login, name)) is { } byLogin ? byLogin : found switch
        {
            [var user] => user,
            [] => throw new CliException($"No user has the ID, username or display name {idOrName}."),
            _ => throw Ambiguous("users", idOrName, found.Select(user => user.Id)),
        };
    }

    /// <summary>Whether a text has the form of a user id, which logins and names are unlikely to have.</summary>
    public static bool IsUserId(string text) => Guid.TryParseExact(text, "N", out _) || Guid.TryParseExact(text, "D", out _);

    /// <summary>Whether a text can be a room id, so that it is tried as one before the list is read. A name can look like that too.</summary>
    private static bool IsLikeRoomId(string text) => text.Length >= 12 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    /// <returns>The room with this id; otherwise the rooms with this name, or the direct rooms with a user of this name.</returns>
    private static List<Room> Named(List<Room> rooms, string idOrName) =>
        rooms.Find(room => room.Id == idOrName) is { } byId ? [byId]
        : rooms.FindAll(room => Same(room.Name, idOrName)) is { Count: > 0 } byName ? byName
        : rooms.FindAll(room => room.Kind == RoomKind.Direct && Same(room.Title, $"@{idOrName.TrimStart('@')}"));

    private static CliException Ambiguous(string what, string name, IEnumerable<string> ids) =>
        new($"Several {what} are called {name}. Use an ID: {string.Join(", ", ids)}");

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
