using System.Buffers;
using System.Net;
using Azure.Data.Tables;
using ChatFunctions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Accounts;

/// <summary>A user with data of every kind: rooms (also left ones), messages, events, names, sessions, notifications.</summary>
internal sealed class AccountScenario : IDisposable
{
    public const string Secret = "my secret";
    public const int MessagesEach = 3;

    private readonly DateTimeOffset _start;

    private AccountScenario(DateTimeOffset start, ChatUser ada, ChatUser bob, ChatUser cyd) => (_start, Ada, Bob, Cyd) = (start, ada, bob, cyd);

    public ChatUser Ada { get; }

    public ChatUser Bob { get; }

    public ChatUser Cyd { get; }

    /// <summary>A room with Ada as owner, Cyd as admin and Bob, who joined before Cyd, as member.</summary>
    public string Shared { get; private set; } = "";

    /// <summary>A room that only Ada is in.</summary>
    public string Alone { get; private set; } = "";

    public string Direct { get; private set; } = "";

    /// <summary>A room of Bob's that Ada has left.</summary>
    public string Left { get; private set; } = "";

    private string Name => Ada.Username;

    public static async Task<AccountScenario> CreateAsync(ChatFixture chat)
    {
        var start = DateTimeOffset.UtcNow;
        var users = await Task.WhenAll(chat.NewUserAsync($"Ada {Guid.NewGuid():N}"), chat.NewUserAsync(), chat.NewUserAsync());
        var scenario = new AccountScenario(start, users[0], users[1], users[2]);
        var (ada, bob, cyd) = (scenario.Ada, scenario.Bob, scenario.Cyd);
        scenario.Shared = await ada.CreateRoomAsync("shared", bob);
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"rooms/{scenario.Shared}/members/{cyd.Id}", new { role = "admin" });
        scenario.Alone = await ada.CreateRoomAsync("alone");
        scenario.Direct = (string)(await ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Put, $"direct/{bob.Id}"))["id"]!;
        scenario.Left = await bob.CreateRoomAsync("left", ada);
        foreach (var roomId in new[] { scenario.Shared, scenario.Alone, scenario.Direct, scenario.Left })
        {
            await ada.SendMessageAsync(roomId, $"{Secret} of {scenario.Name}");
            await ada.SendMessageAsync(roomId, $"{Secret} of {scenario.Name} again", $"id-{scenario.Name.Replace(' ', '-')}");
            await ada.SendMessageAsync(roomId, $"{Secret} of {scenario.Name} edited");
        }

        await bob.SendMessageAsync(scenario.Shared, "bob's own");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{scenario.Shared}", new { name = "renamed" });
        await bob.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, $"rooms/{scenario.Left}/members/{ada.Id}");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "presence");
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        await anonymous.LoggedInAsync(ada.Login);
        return scenario;
    }

    /// <summary>No row contains Ada's name or texts, the data of others is complete, and the login is free.</summary>
    public async Task AssertErasedAsync(ChatInstance app)
    {
        await AssertOthersKeepTheirsAsync();
        await AssertNothingStoredAsync(app, [this]);
        await AssertLoginIsFreeAsync(app);
    }

    /// <summary>No row contains a name or a text of the erased users.</summary>
    public static async Task AssertNothingStoredAsync(ChatInstance app, IReadOnlyCollection<AccountScenario> erased)
    {
        var tables = app.Services.GetRequiredService<ChatTables>();
        var ids = erased.Select(scenario => scenario.Ada.Id).ToHashSet();
        var traces = SearchValues.Create(
            [.. erased.SelectMany<AccountScenario, string>(scenario => [scenario.Name, scenario.Name.Replace(' ', '-'), scenario.Ada.Login, .. SearchKey.AllOf(scenario.Name)])], StringComparison.OrdinalIgnoreCase);
        var start = erased.Min(scenario => scenario._start);
        foreach (var table in tables.Accounts.SelectMany(account => new[] { account.Users, account.Rooms, account.Directory, account.Presence }))
        {
            await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"Timestamp ge {start}")))
            {
                var text = string.Join(' ', row.Select(property => $"{property.Key}={property.Value}"));
                Assert.False(text.AsSpan().ContainsAny(traces), text);
                Assert.False(ids.Any(id => row.PartitionKey == $"user:{id}" || row.RowKey == $"member:{id}"), text);
            }
        }
    }

    /// <summary>Messages of others are there, and the seqs of every room have no gaps.</summary>
    public async Task AssertOthersKeepTheirsAsync()
    {
        Assert.Contains("bob's own", await Bob.TextsAsync(Shared));
        foreach (var roomId in new[] { Shared, Direct, Left })
        {
            var page = await Bob.GetAsync($"rooms/{roomId}/events?after=0&limit=200");
            Assert.Equal(Enumerable.Range(1, (int)page["head"]!).Select(n => (long)n), page["events"]!.AsArray().Select(happened => (long)happened!["seq"]!));
        }
    }

    public async Task AssertLoginIsFreeAsync(ChatInstance app)
    {
        using var anonymous = ChatUser.ClientOf(app.Url, token: null);
        await anonymous.AssertRefreshRefusedAsync((string?)Ada.Session["refreshToken"]);
        using var login = await anonymous.LogInAsync(Ada.Login);
        await Problems.AssertAsync(login, 401, "invalid_credentials");
        using var again = await anonymous.RegisterAsync(Ada.Login);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
    }

    public void Dispose()
    {
        Ada.Dispose();
        Bob.Dispose();
        Cyd.Dispose();
    }
}
