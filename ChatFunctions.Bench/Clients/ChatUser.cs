using System.Globalization;
using ChatFunctions.Client;

namespace ChatFunctions.Bench.Clients;

/// <summary>A registered user: a client for calls that aren't measured, and an access token for those that are.</summary>
/// <param name="Client">The user's client.</param>
/// <param name="Port">The app's port.</param>
/// <param name="Id">The user's id.</param>
/// <param name="Token">The user's access token.</param>
internal sealed record ChatUser(ChatClient Client, int Port, string Id, string Token) : IAsyncDisposable
{
    public static async Task<ChatUser> RegisterAsync(int port, int number)
    {
        var client = new ChatClient(new Uri($"http://127.0.0.1:{port}"));
        var user = await client.RegisterAsync(string.Create(CultureInfo.InvariantCulture, $"member-{number}"), "correct horse battery");
        return new ChatUser(client, port, user.Id, await client.GetAccessTokenAsync());
    }

    /// <returns>The room's id.</returns>
    public async Task<string> CreateRoomAsync(string name, IReadOnlyList<ChatUser> others)
    {
        var room = await Client.CreateRoomAsync(name, members: others.Take(Limits.MembersAtCreation).Select(user => user.Id));
        foreach (var late in others.Skip(Limits.MembersAtCreation))
        {
            await Client.PutMemberAsync(room.Id, late.Id);
        }

        return room.Id;
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
