using System.Text.Json.Nodes;
using ChatFunctions.Messages;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Messages;

public sealed class ImportTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Messages_keep_their_senders_times_and_order_and_are_imported_once()
    {
        using var room = await ImportedRoom.CreateAsync(chat);
        var messages = room.Messages(Limits.ImportMessages);

        var first = await room.ImportAsync(200, messages);
        var again = await room.ImportAsync(200, messages);
        await room.ImportAsync(200, [.. messages.Skip(40), .. room.Messages(60).Skip(Limits.ImportMessages)]);

        Assert.True(JsonNode.DeepEquals(first, again));
        var history = (await room.Ada.GetAsync($"rooms/{room.Id}/messages?limit=200"))["items"]!.AsArray().Reverse().ToArray();
        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"message {i}"), history.Select(message => (string)message!["text"]!));
        Assert.Equal(Enumerable.Range(0, 60).Select(i => Start.AddHours(i)), history.Select(message => message!["createdAt"]!.GetValue<DateTimeOffset>()));
        Assert.Equal(Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? room.Ada.Id : room.Bob.Id), history.Select(message => (string)message!["sender"]!["id"]!));
        Assert.Equal(Enumerable.Range(4, 60), history.Select(message => (int)message!["seq"]!));
        Assert.Equal(Start, (await room.Ada.GetAsync($"rooms/{room.Id}"))["createdAt"]!.GetValue<DateTimeOffset>());
        Assert.Equal("message 59", (string?)(await room.Ada.GetAsync("rooms"))["items"]![0]!["lastMessage"]!["text"]);
        Assert.Equal(64, (int)(await room.Ada.SendMessageAsync(room.Id, "hello again"))["seq"]!);
    }

    [Fact]
    public async Task Decreasing_and_future_times_are_refused_by_message()
    {
        using var room = await ImportedRoom.CreateAsync(chat);
        await room.ImportAsync(200, room.Messages(2));

        var early = await room.ImportAsync(400, [room.Message(2), room.Message(3, at: Start)]);
        var future = await room.ImportAsync(400, [room.Message(2), room.Message(3, at: DateTimeOffset.UtcNow.AddDays(1))]);

        Assert.NotNull(early["errors"]!["messages[1].createdAt"]);
        Assert.NotNull(future["errors"]!["messages[1].createdAt"]);
        Assert.Equal(["message 0", "message 1"], await room.Ada.TextsAsync(room.Id));
    }

    [Fact]
    public async Task A_message_imported_again_with_another_time_is_recognised_by_its_id()
    {
        using var room = await ImportedRoom.CreateAsync(chat);
        await room.ImportAsync(200, room.Messages(3));

        var again = await room.ImportAsync(200, [room.Message(1, at: Start.AddDays(1)), room.Message(3, at: Start.AddDays(1))]);
        await room.Shop.RefusedAsync(
            409, "client_message_id_reused", "POST", $"rooms/{room.Id}/import", new { messages = new[] { room.Message(4, at: Start.AddDays(2)), room.Message(2, at: Start.AddDays(2), text: "another text") } });

        Assert.Equal([5, 7], again["items"]!.AsArray().Select(message => (int)message!["seq"]!));
        Assert.Equal(["message 0", "message 1", "message 2", "message 3"], await room.Ada.TextsAsync(room.Id));
    }

    [Fact]
    public async Task A_batch_with_repeated_and_older_messages_stores_nothing()
    {
        using var room = await ImportedRoom.CreateAsync(chat);
        await room.ImportAsync(200, room.Messages(2));

        await room.ImportAsync(400, [room.Message(0), room.Message(1), room.Message(2, at: Start), room.Message(3)]);

        Assert.Equal(["message 0", "message 1"], await room.Ada.TextsAsync(room.Id));
    }

    [Fact]
    public async Task An_invalid_message_is_refused_with_the_reason()
    {
        using var room = await ImportedRoom.CreateAsync(chat);
        await room.ImportAsync(200, room.Messages(1));
        var path = $"rooms/{room.Id}/import";

        Assert.NotNull((await room.ImportAsync(400, [room.Message(1), room.Message(2, senderId: "nobody")]))["errors"]!["messages[1].senderId"]);
        await room.Shop.RefusedAsync(409, "client_message_id_reused", "POST", path, new { messages = new[] { room.Message(0, text: "another text") } });
        await room.Shop.RefusedAsync(404, "room_not_found", "POST", "rooms/zzzzzzzzzzzz/import", new { messages = room.Messages(1) });
        await room.Shop.RefusedAsync(400, "validation_failed", "POST", path, new { messages = room.Messages(Limits.ImportMessages + 1) });
        await room.Shop.RefusedAsync(400, "validation_failed", "POST", path, new { messages = new[] { new { senderId = room.Ada.Id, text = "no id" } } });
        await room.Shop.RefusedAsync(400, "validation_failed", "POST", path, new { messages = new object?[] { null } });
    }

    [Fact]
    public async Task Only_a_back_end_creates_a_room_in_the_past()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        await ada.RefusedAsync(403, "server_only", HttpMethod.Post, "rooms", new { name = "Old", createdAt = Start });
        await ada.RefusedAsync(403, "server_only", HttpMethod.Put, $"direct/{bob.Id}", new { createdAt = Start });
        await shop.RefusedAsync(400, "validation_failed", "POST", "rooms", new { name = "Soon", createdAt = DateTimeOffset.UtcNow.AddDays(1) });

        var direct = await shop.ExpectAsync(201, "PUT", $"direct/{bob.Id}", new { createdAt = Start }, actAs: ada.Id);
        await shop.ExpectAsync(200, "POST", $"rooms/{direct["id"]}/import", new
        {
            messages = new[] { new { senderId = ada.Id, text = "Long ago", createdAt = Start, clientMessageId = "1" } },
        });

        Assert.Equal(["Long ago"], await bob.TextsAsync((string)direct["id"]!));
    }

    [Fact]
    public async Task An_import_that_is_interrupted_anywhere_is_completed_by_repeating_it()
    {
        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            () => ImportedRoom.CreateAsync(chat),
            async (services, room) =>
            {
                await services.GetRequiredService<MessageImport>().ImportAsync(room.Id, room.Requests(4), CancellationToken.None);
                await services.GetRequiredService<BackgroundWork>().IdleAsync();
            },
            async room =>
            {
                await room.ImportAsync(200, room.Messages(4));
                Assert.Equal(Enumerable.Range(0, 4).Select(i => $"message {i}"), await room.Ada.TextsAsync(room.Id));
                room.Dispose();
            });

        Assert.InRange(crashes, 1, 9);
    }

    [Fact]
    public async Task Imported_messages_of_a_user_who_never_was_a_member_are_erased_with_the_account()
    {
        using var room = await ImportedRoom.CreateAsync(chat);
        using var cyd = await chat.NewUserAsync("Cyd");
        await room.ImportAsync(200, [room.Message(0), room.Message(1, senderId: cyd.Id, text: "a secret")]);

        await cyd.ExpectAsync(System.Net.HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        Assert.Equal(["message 0", ""], await room.Ada.TextsAsync(room.Id));
    }

    [Fact]
    public async Task A_member_of_a_room_without_an_owner_can_be_erased()
    {
        using var room = await ImportedRoom.CreateAsync(chat);

        await room.Bob.ExpectAsync(System.Net.HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        Assert.Equal([room.Ada.Id], (await room.Ada.GetAsync($"rooms/{room.Id}/members"))["items"]!.AsArray().Select(member => (string)member!["user"]!["id"]!));
    }

    /// <summary>A room of a back end with two members, created in the past.</summary>
    private sealed record ImportedRoom(string Id, ChatUser Ada, ChatUser Bob, BackEnd Shop) : IDisposable
    {
        public static async Task<ImportedRoom> CreateAsync(ChatFixture chat)
        {
            var (ada, bob, shop) = (await chat.NewUserAsync("Ada"), await chat.NewUserAsync("Bob"), await BackEnd.AddAsync(chat.App.Url));
            var room = await shop.ExpectAsync(201, "POST", "rooms", new { name = "Old chat", members = new[] { ada.Id, bob.Id }, createdAt = Start });
            return new ImportedRoom((string)room["id"]!, ada, bob, shop);
        }

        public async Task<JsonNode> ImportAsync(int status, IReadOnlyList<object> messages) =>
            await Shop.ExpectAsync(status, "POST", $"rooms/{Id}/import", new { messages });

        public object[] Messages(int count) => [.. Enumerable.Range(0, count).Select(i => Message(i))];

        public object Message(int i, DateTimeOffset? at = null, string? senderId = null, string? text = null)
        {
            var request = Request(i);
            return new { senderId = senderId ?? request.SenderId, text = text ?? request.Text, createdAt = at ?? request.CreatedAt, clientMessageId = request.ClientMessageId };
        }

        public ImportedMessage[] Requests(int count) => [.. Enumerable.Range(0, count).Select(Request)];

        public void Dispose()
        {
            Ada.Dispose();
            Bob.Dispose();
            Shop.Dispose();
        }

        private ImportedMessage Request(int i) => new(i % 2 == 0 ? Ada.Id : Bob.Id, $"message {i}", Start.AddHours(i), $"old-{i}", ReplyTo: null);
    }
}
