using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatFunctions.Cli.Demo;

namespace ChatFunctions.Tests.Cli.Demo;

/// <summary>The data that the demo's users see when they log in.</summary>
internal sealed class DemoView(Dictionary<string, ChatUser> people) : IDisposable
{
    public static async Task<DemoView> LogInAsync(Uri app, DemoContent content)
    {
        using var http = ChatUser.ClientOf(app, token: null);
        using var anonymous = await ChatUser.RegisterAsync(app);
        var people = new Dictionary<string, ChatUser>();
        foreach (var person in content.People)
        {
            using var response = await http.PostAsJsonAsync("login", new { login = person.Login, password = content.Password });
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            people[person.Login] = anonymous.With(JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
        }

        return new DemoView(people);
    }

    public ChatUser Of(string login) => people[login];

    /// <summary>The last seq of each room of the users, by room id.</summary>
    public async Task<Dictionary<string, long>> HeadsAsync()
    {
        var heads = new Dictionary<string, long>();
        foreach (var person in people.Values)
        {
            foreach (var room in await RoomsAsync(person))
            {
                heads[(string)room["id"]!] = (long)room["head"]!;
            }
        }

        return heads;
    }

    public async Task<string> RoomIdAsync(string name)
    {
        var rooms = await Task.WhenAll(people.Values.Select(RoomsAsync));
        return (string)rooms.SelectMany(own => own).First(room => (string?)room["name"] == name)["id"]!;
    }

    /// <summary>The times of a room's messages, oldest first.</summary>
    public async Task<DateTimeOffset[]> TimesAsync(string login, string room) =>
        [.. (await people[login].GetAsync($"rooms/{await RoomIdAsync(room)}/messages?limit=200"))["items"]!.AsArray().Reverse().Select(message => (DateTimeOffset)message!["createdAt"]!)];

    public async Task AssertIsAsync(DemoContent content)
    {
        foreach (var room in content.Rooms)
        {
            await AssertIsAsync(room);
        }

        foreach (var person in content.People)
        {
            var texts = (await people[person.Login].GetAsync("notifications"))["items"]!.AsArray().Select(one => (string?)one!["text"]);
            Assert.Equal(content.Notifications.Where(one => one.To == person.Login).Select(one => one.Text).Order(), texts.Order());
        }
    }

    public void Dispose()
    {
        foreach (var person in people.Values)
        {
            person.Dispose();
        }
    }

    private async Task AssertIsAsync(DemoRoom room)
    {
        var owner = people[room.Owner];
        var roomId = room.IsDirect
            ? (string)(await owner.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"direct/{people[room.Members!.Single()].Id}"))["id"]!
            : await RoomIdAsync(room.Name!);
        var members = (await owner.GetAsync($"rooms/{roomId}/members"))["items"]!.AsArray()
            .Select(member => (Login: LoginOf((string)member!["user"]!["id"]!), Role: (string)member["role"]!));
        Assert.Equal(
            room.Others.Append((Login: room.Owner, Role: "owner")).Select(other => room.IsDirect ? (other.Login, "member") : other).Order(),
            members.Order());

        var messages = (await owner.GetAsync($"rooms/{roomId}/messages?limit=200"))["items"]!.AsArray().Reverse().Select(message => message!).ToArray();
        Assert.Equal(room.Messages.Length, messages.Length);
        var seqs = room.Messages.Zip(messages).Where(pair => pair.First.Id is not null).ToDictionary(pair => pair.First.Id!, pair => (long)pair.Second["seq"]!);
        Assert.All(room.Messages.Zip(messages), pair => AssertIs(pair.First, pair.Second, seqs));
        foreach (var login in room.Others.Select(other => other.Login).Append(room.Owner))
        {
            var readTo = room.ReadTo?.GetValueOrDefault(login) is { } id ? seqs[id] : long.MaxValue;
            var unread = room.Messages[^1].By == login ? 0 : messages.Count(message => (long)message["seq"]! > readTo && !(bool)message["deleted"]!);
            var listed = (await RoomsAsync(people[login])).Single(one => (string?)one["id"] == roomId);
            Assert.Equal(unread, (int)listed["unreadCount"]!);
        }
    }

    private void AssertIs(DemoMessage expected, JsonNode message, Dictionary<string, long> seqs)
    {
        Assert.Equal(expected.By, LoginOf((string)message["sender"]!["id"]!));
        Assert.Equal(expected.Deleted, (bool)message["deleted"]!);
        Assert.Equal(expected.Deleted ? "" : expected.EditedTo ?? expected.Text, (string?)message["text"] ?? "");
        Assert.Equal(expected.EditedTo is not null, message["editedAt"] is not null);
        Assert.Equal(expected.ReplyTo is { } id ? seqs[id] : null, (long?)message["replyTo"]);
        Assert.Equal(
            (expected.Reactions ?? []).SelectMany(reaction => reaction.Value.Select(login => $"{reaction.Key} {login}")).Order(),
            message["reactions"]!.AsArray().SelectMany(reaction => reaction!["userIds"]!.AsArray().Select(user => $"{reaction["emoji"]} {LoginOf((string)user!)}")).Order());
    }

    private string LoginOf(string userId) => people.Single(person => person.Value.Id == userId).Key;

    private static async Task<IEnumerable<JsonNode>> RoomsAsync(ChatUser user) =>
        (await user.GetAsync("rooms?limit=200"))["items"]!.AsArray().Select(room => room!);
}
