using ChatFunctions.Tests.Standins.SignalR;

namespace ChatFunctions.Tests.Messages;

public sealed class OfficialClientTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Theory]
    [InlineData("WebSockets")]
    [InlineData("ServerSentEvents")]
    [InlineData("LongPolling")]
    public async Task The_official_client_hears_a_message_sent_over_HTTP(string transport)
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("official", bob);
        await using var clients = await NodeClients.StartAsync();
        await clients.StartConnectingAsync("bob", new Uri(chat.App.Url, $"/api/users/{bob.Id}"), (string)bob.Session["accessToken"]!, transport, "roomEvents");
        await clients.NextAsync("bob", "connected");

        var sent = await ada.SayAsync(roomId, "over HTTP");

        var heard = (await clients.NextAsync("bob", "message")).GetProperty("arguments");
        Assert.Equal(roomId, heard[0].GetString());
        Assert.Equal((string?)sent["id"], heard[1][0].GetProperty("id").GetString());
    }
}
