using System.Text.Json.Nodes;
using ChatFunctions.Tests.Live;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Messages;

public sealed class OfficialClientTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Theory]
    [InlineData("WebSockets")]
    [InlineData("ServerSentEvents")]
    [InlineData("LongPolling")]
    public async Task The_JavaScript_client_receives_a_message_sent_over_HTTP(string transport)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("official", bob);
        await chat.IsInGroupAsync(bob, roomId);
        await using var client = await NodeProcess.StartAsync(
            "ChatFunctions.Tests/Messages/official-client.mjs", [new Uri(chat.App.Url, $"/api/users/{bob.Id}").ToString(), transport]);
        await client.WriteAsync((string)bob.Session["accessToken"]! + "\n");
        Assert.Equal("connected", await client.ReadLineAsync(limit.Token));

        var sent = await ada.SendMessageAsync(roomId, "over HTTP");

        var received = JsonNode.Parse((await client.ReadLineAsync(limit.Token))!)!;
        Assert.Equal(roomId, (string?)received[0]);
        Assert.Equal((string?)sent["id"], (string?)received[1]![0]!["id"]);
    }
}
