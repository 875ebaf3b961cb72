using System.Net;
using System.Net.Http.Json;
using ChatFunctions.Live;

namespace ChatFunctions.Tests.Hosting;

/// <summary>Compares the live messages that real connections receive with the AsyncAPI document.</summary>
public sealed class LiveContractTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task Every_live_message_is_described()
    {
        using var ada = await chat.NewUserAsync("Ada");
        using var bob = await chat.NewUserAsync("Bob");
        await using var live = await LiveConnection.OpenAsync(ada);
        var roomId = await ada.CreateRoomAsync("Tea", bob);
        await live.ReceivesAsync(received => Is(received, Hub.RoomsChanged));
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { name = "Tea and cake" });
        var seq = (long)(await bob.SendMessageAsync(roomId, "Milk or lemon?", "tea-1"))["seq"]!;
        var message = $"rooms/{roomId}/messages/{seq}";
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"{message}/reactions/%F0%9F%91%8D");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"{message}/reactions/%F0%9F%91%8D");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, message, new { text = "Milk, or lemon?" });
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, message);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/members/{bob.Id}", new { role = "admin" });
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{roomId}/read", new { seq });
        await bob.ExpectAsync(HttpStatusCode.Accepted, HttpMethod.Post, $"rooms/{roomId}/typing");
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "presence");
        await NotifyAsync(ada);
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{roomId}/members/{bob.Id}");
        await live.ReceivesAsync(_ => live.EventsOf(roomId).Any(happened => (string?)happened["type"] == "memberRemoved"));
        var described = Documents.AsyncApi["channels"]![Hub.Name]!["messages"]!.AsObject().Select(each => each.Key).ToArray();
        foreach (var target in described)
        {
            await live.ReceivesAsync(received => Is(received, target));
        }

        Assert.Equal([Hub.Notification, Hub.Presence, Hub.Read, Hub.RoomEvents, Hub.RoomsChanged, Hub.Typing], described.Order(StringComparer.Ordinal));
        var negotiated = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"users/{ada.Id}/negotiate");
        await SchemaValidator.AssertAsyncApiAsync(live.Received
            .Select(received => new SchemaCase((string)received["target"]!, $"/components/messages/{received["target"]}/payload", received))
            .Append(new SchemaCase("negotiate", "/components/messages/negotiated/payload", negotiated)));
    }

    [Fact]
    public void The_described_targets_are_those_of_the_hub()
    {
        var targets = typeof(Hub).GetFields().Where(field => field.Name != nameof(Hub.Name)).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(targets.Order(), Documents.AsyncApi["channels"]![Hub.Name]!["messages"]!.AsObject().Select(message => message.Key).Order());
    }

    private static bool Is(System.Text.Json.Nodes.JsonNode received, string target) => (string?)received["target"] == target;

    private async Task NotifyAsync(ChatUser user)
    {
        using var backEnd = ChatUser.ClientOf(chat.App.Url, token: null);
        using var notified = await backEnd.PostAsJsonAsync("notifications", new { to = new { userId = user.Id }, text = "Ready", data = new { order = 17 } });
        Assert.Equal(HttpStatusCode.Accepted, notified.StatusCode);
    }
}
