using System.Globalization;
using ChatFunctions.Client;
using ChatFunctions.Tests.Faults;

namespace ChatFunctions.Tests.Client;

/// <summary>Enumerations of events and live messages.</summary>
public sealed class EventsTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_users_chat_and_both_receive_everything_once_and_in_order(bool live)
    {
        var (ada, _) = await TestClient.RegisterAsync(chat.App.Url, options => options.UseLiveConnection = live);
        var (bob, bobsUser) = await TestClient.RegisterAsync(chat.App.Url, options => options.UseLiveConnection = live);
        await using var first = ada;
        await using var second = bob;
        var room = await ada.CreateRoomAsync("Tea", members: [bobsUser.Id]);
        var received = Task.WhenAll(new[] { ada, bob }.Select(user => user.EventsAsync(room.Id, 0).ReadUntilAsync(IsLast)));

        var sends = Enumerable.Range(0, 10).SelectMany(i => new[] { ada, bob }.Select(user => user.SendMessageAsync(room.Id, $"message {i}")));
        var sent = await Task.WhenAll(sends);
        await bob.AddReactionAsync(room.Id, sent[0].Seq, "👍");
        var last = await ada.EditMessageAsync(room.Id, sent[0].Seq, "the last");

        foreach (var events in await received)
        {
            Assert.Equal(Enumerable.Range(1, events.Count), events.Select(happened => (int)happened.Seq));
            Assert.Equal(sent.Select(message => message.Id).Order(), events.OfType<Message>().Select(message => message.Id).Order());
            Assert.Equal(("👍", sent[0].Seq), events.OfType<RoomChange>().Where(change => change.Type == RoomChangeType.ReactionAdded)
                .Select(change => (change.Emoji, change.MessageSeq!.Value)).Single());
            Assert.Equal(2, events.OfType<RoomChange>().Last().Message!.Version);
        }

        Assert.Equal("the last", last.Text);

        static bool IsLast(RoomEvent happened) => happened is RoomChange { Type: RoomChangeType.MessageEdited };
    }

    [Fact]
    public async Task Events_continue_once_and_in_order_after_all_connections_are_cut()
    {
        var signalRPort = PortOf(chat.SignalRConnectionString);
        await using var signalR = TcpProxy.To(signalRPort);
        var throughProxy = chat.SignalRConnectionString.Replace($"Port={signalRPort}", $"Port={signalR.Port}", StringComparison.Ordinal);
        await using var behindProxies = await ChatInstance.StartAsync(chat.TablePrefix, throughProxy);
        await using var app = TcpProxy.To(behindProxies.Url.Port);
        var (ada, _) = await TestClient.RegisterAsync(chat.App.Url);
        await using var sender = ada;
        var (bob, bobsUser) = await TestClient.RegisterAsync(new Uri($"http://127.0.0.1:{app.Port}"));
        await using var reader = bob;
        var room = await ada.CreateRoomAsync("Tea", members: [bobsUser.Id]);
        var states = bob.LiveMessagesAsync().OfType<LiveState>().GetAsyncEnumerator();
        var received = bob.EventsAsync(room.Id, 0).ReadUntilAsync(happened => happened is Message { Text: "three" });
        Assert.True(await IsConnectedAsync());
        await ada.SendMessageAsync(room.Id, "one");

        signalR.Cut();
        app.Cut();
        Assert.False(await IsConnectedAsync());
        await ada.SendMessageAsync(room.Id, "two");
        app.Restore();
        signalR.Restore();
        Assert.True(await IsConnectedAsync());
        await ada.SendMessageAsync(room.Id, "three");

        var events = await received;
        Assert.Equal(["one", "two", "three"], events.OfType<Message>().Select(message => message.Text));
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(happened => (int)happened.Seq));
        await states.DisposeAsync();

        async Task<bool> IsConnectedAsync()
        {
            Assert.True(await states.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
            return states.Current.IsConnected;
        }
    }

    [Fact]
    public async Task Lost_requests_and_responses_duplicate_and_lose_nothing()
    {
        var network = new Network((request, number) => request.RequestUri!.AbsolutePath.EndsWith("/rooms", StringComparison.Ordinal) ? Loss.None
            : (number % 5) switch { 1 => Loss.Answer, 3 => Loss.Request, _ => Loss.None });
        await using var ada = TestClient.Create(chat.App.Url, options => options.HandlerFactory = network.CreateHandler);
        using var user = await chat.NewUserAsync();
        await LogInAsync(ada, user);
        var room = await ada.CreateRoomAsync("Tea");
        var received = ada.EventsAsync(room.Id, 0).ReadUntilAsync(happened => happened is Message { Text: "19" });

        for (var i = 0; i < 20; i++)
        {
            await ada.SendMessageAsync(room.Id, i.ToString(CultureInfo.InvariantCulture));
        }

        var texts = (await received).OfType<Message>().Select(message => message.Text);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i.ToString(CultureInfo.InvariantCulture)), texts);
    }

    [Fact]
    public async Task A_removed_member_gets_an_error_and_no_more_events()
    {
        var (ada, _) = await TestClient.RegisterAsync(chat.App.Url);
        var (bob, bobsUser) = await TestClient.RegisterAsync(chat.App.Url);
        await using var owner = ada;
        await using var member = bob;
        var room = await ada.CreateRoomAsync("Tea", members: [bobsUser.Id]);
        var live = bob.LiveMessagesAsync().ReadUntilAsync(message => message is RoomListUpdate { Change: "removed" });
        var events = bob.EventsAsync(room.Id, 0).ReadUntilAsync(_ => false);

        await ada.RemoveMemberAsync(room.Id, bobsUser.Id);
        await live;

        Assert.Equal(404, (await Assert.ThrowsAsync<ChatApiException>(() => events)).StatusCode);
    }

    [Fact]
    public async Task Live_messages_report_rooms_typing_read_markers_and_notifications()
    {
        var (ada, adasUser) = await TestClient.RegisterAsync(chat.App.Url);
        var (bob, bobsUser) = await TestClient.RegisterAsync(chat.App.Url);
        await using var sender = ada;
        await using var listener = bob;
        var connected = new TaskCompletionSource();

        // Live messages of different requests can overtake each other.
        HashSet<Type> missing = [typeof(RoomListUpdate), typeof(Typing), typeof(ReadMarker), typeof(Notification)];
        var received = bob.LiveMessagesAsync().ReadUntilAsync(message =>
        {
            connected.TrySetResult();
            missing.Remove(message.GetType());
            return missing.Count == 0;
        });
        await connected.Task;

        var room = await ada.CreateRoomAsync("Tea", members: [bobsUser.Id]);
        var message = await ada.SendMessageAsync(room.Id, "hello");
        await ada.NoteTypingAsync(room.Id);
        await ada.MarkReadAsync(room.Id, message.Seq);
        await using var backEnd = TestClient.Create(chat.App.Url);
        await backEnd.SendNotificationAsync(new NotificationTarget(UserId: bobsUser.Id), "Your tea is ready.");

        var messages = await received;
        Assert.Contains(messages, update => update is RoomListUpdate { Change: "added" } added && added.RoomId == room.Id);
        Assert.Contains(messages, update => update is Typing typing && typing.UserId == adasUser.Id);
        Assert.Contains(messages, update => update is ReadMarker marker && marker.Seq == message.Seq);
        Assert.Equal("Your tea is ready.", (await bob.ListNotificationsAsync().FirstAsync()).Text);
    }

    private static async Task LogInAsync(ChatClient client, ChatUser user)
    {
        for (var isLoggedIn = false; !isLoggedIn;)
        {
            try
            {
                await client.LogInAsync(user.Login, ChatUser.Password);
                isLoggedIn = true;
            }
            catch (ChatApiException e) when (e.StatusCode is null)
            {
                // Logging in isn't retried.
            }
        }
    }

    private static int PortOf(string connectionString) => int.Parse(
        connectionString.Split(';').Single(part => part.StartsWith("Port=", StringComparison.Ordinal)).AsSpan("Port=".Length), CultureInfo.InvariantCulture);
}
