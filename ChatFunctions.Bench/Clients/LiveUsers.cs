namespace ChatFunctions.Bench.Clients;

/// <summary>Users with live connections, and the rooms to which they send.</summary>
internal sealed class LiveUsers(IReadOnlyList<ChatUser> users, IReadOnlyList<Listener> listeners) : IAsyncDisposable
{
    public IReadOnlyList<ChatUser> Users => users;

    public IReadOnlyList<Listener> Listeners => listeners;

    public static async Task<LiveUsers> ConnectAsync(int port, int size)
    {
        var frames = new FrameReader();
        var users = await Task.WhenAll(Enumerable.Range(0, size).Select(i => ChatUser.RegisterAsync(port, i)));
        return new LiveUsers(users, await Task.WhenAll(users.Select(user => Listener.OpenAsync(user, frames))));
    }

    /// <summary>One room whose members all send.</summary>
    /// <param name="name">The room's name.</param>
    /// <param name="members">The number of members.</param>
    /// <param name="senders">The number of members who send.</param>
    /// <param name="portOf">The port of the app that each sends to; null: the one that they registered with.</param>
    public async Task<IReadOnlyList<Sender>> InOneRoomAsync(string name, int members, int senders, Func<int, int>? portOf = null)
    {
        var roomId = await users[0].CreateRoomAsync(name, [.. users.Take(members).Skip(1)]);
        return await Task.WhenAll(users.Take(senders).Select((user, i) => Sender.OpenAsync(user, roomId, portOf?.Invoke(i))));
    }

    /// <summary>A room for each user, with the next user as the other member.</summary>
    public async Task<IReadOnlyList<Sender>> InPairsAsync() =>
        await Task.WhenAll(users.Select(async (user, i) => await Sender.OpenAsync(user, await user.CreateRoomAsync("pair", [users[(i + 1) % users.Count]]))));

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in listeners)
        {
            await listener.DisposeAsync();
        }

        foreach (var user in users)
        {
            await user.DisposeAsync();
        }
    }
}
