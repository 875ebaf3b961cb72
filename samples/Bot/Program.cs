using ChatFunctions.Client;

// Answers "ping" in each room that it is added to. Usage: CHAT_URL=<server> dotnet run <login> <password>
await using var chat = new ChatClient(new Uri(Environment.GetEnvironmentVariable("CHAT_URL") ?? "http://localhost:7071"));
var me = await EnterAsync(args[0], args[1]);
var rooms = new Dictionary<string, Task>();
await foreach (var message in chat.LiveMessagesAsync())
{
    if (message is LiveState { IsConnected: true } or RoomListUpdate)
    {
        await foreach (var room in chat.ListRoomsAsync())
            if (!rooms.TryGetValue(room.Id, out var answering) || answering.IsCompleted)
                rooms[room.Id] = AnswerAsync(room.Id);
        Console.WriteLine($"Listening to {rooms.Count} rooms.");
    }
}

async Task AnswerAsync(string roomId)
{
    // The clientMessageId makes the answer unique, so reading old messages again after a restart sends nothing twice.
    await foreach (var happened in chat.EventsAsync(roomId, after: 0))
        if (happened is Message { Text: "ping", Deleted: false } ping && ping.Sender.Id != me.Id)
            await chat.SendMessageAsync(roomId, new NewMessage("pong", $"pong-{ping.Seq}", ping.Seq));
}

async Task<User> EnterAsync(string login, string password)
{
    try { return await chat.RegisterAsync(login, password); }
    catch (ChatApiException e) when (e.Code == "login_taken") { return await chat.LogInAsync(login, password); }
}
