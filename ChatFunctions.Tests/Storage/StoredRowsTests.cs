using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using ChatFunctions.Cleanup;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Accounts;
using ChatFunctions.Tests.Azurite;
using ChatFunctions.Tests.Processes;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Storage;

/// <summary>
/// Rows of an earlier version are read and continued. stored-rows.jsonl contains the rows that the demo stored in November 2026. It is never
/// regenerated, because later versions must still read it.
/// </summary>
public sealed class StoredRowsTests(ChatFixture chat) : IClassFixture<ChatFixture>, IAsyncLifetime
{
    private const string Announcements = "2evy9eamxs0v83b";
    private const string Password = "correct horse";

    /// <summary>A time after the rows were written and before the first of them expires.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 18, 0, 0, TimeSpan.Zero);

    private ChatInstance _app = null!;

    public async Task InitializeAsync()
    {
        _app = await ChatInstance.StartAsync(
            TestAccounts.NewTablePrefix(), chat.SignalRConnectionString, replace: services => services.AddSingleton<TimeProvider>(new SteppedTimeProvider(Now)));
        var tables = _app.Services.GetRequiredService<ChatTables>().Accounts.Single();
        var rows = File.ReadLines(RepositoryRoot.Combine("ChatFunctions.Tests", "Storage", "stored-rows.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        foreach (var partition in rows.GroupBy(row => ((string)row["table"]!, (string)row["PartitionKey"]!)))
        {
            var table = partition.Key.Item1 switch
            {
                "Users" => tables.Users,
                "Directory" => tables.Directory,
                _ => tables.Rooms,
            };
            foreach (var chunk in partition.Chunk(100))
            {
                await table.SubmitTransactionAsync(chunk.Select(row => new TableTransactionAction(TableTransactionActionType.Add, EntityOf(row))));
            }
        }
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Rooms_messages_members_and_notifications_of_an_earlier_version_are_read()
    {
        using var mara = await LogInAsync("mara");

        Assert.Equal(
            ["", "", "Announcements", "Support: Alder Valley", "Trailmark team"],
            (await mara.GetAsync("rooms"))["items"]!.AsArray().Select(room => (string)room!["name"]!).Order(StringComparer.Ordinal));
        var messages = (await mara.GetAsync($"rooms/{Announcements}/messages"))["items"]!.AsArray();
        Assert.Equal([19, 17, 16, 14, 13], messages.Select(message => (int)message!["seq"]!));
        Assert.Equal("2.3 is out: maps load twice as fast where reception is poor, and closures by the county show within the hour.", (string?)messages[3]!["text"]);
        Assert.Equal("🎉", (string?)messages[3]!["reactions"]![0]!["emoji"]);
        Assert.Equal(
            Enumerable.Range(1, 20), (await mara.GetAsync($"rooms/{Announcements}/events?after=0&limit=200"))["events"]!.AsArray().Select(happened => (int)happened!["seq"]!));
        Assert.Equal(["member", "owner", "reader", "reader", "reader", "reader", "reader"], (await mara.MembersAsync(Announcements)).Values.Order());
        Assert.Equal(
            ["Both stores have approved version 2.4.", "Release 2.4.0 (2117) is built and waits for your go."],
            (await mara.GetAsync("notifications"))["items"]!.AsArray().Select(notification => (string)notification!["text"]!));
        Assert.Equal(["Noor Aziz"], (await mara.GetAsync("users?q=noor"))["items"]!.AsArray().Select(user => (string)user!["username"]!));
    }

    [Fact]
    public async Task Names_of_an_earlier_version_are_found_by_every_word_after_the_first_cleanup()
    {
        using var mara = await LogInAsync("mara");
        Assert.Empty((await mara.GetAsync("users?q=aziz"))["items"]!.AsArray());

        await _app.Services.GetRequiredService<Sweep>().RunAsync(Sweep.RowsPerPage, CancellationToken.None);

        Assert.Equal(["Noor Aziz"], (await mara.GetAsync("users?q=aziz"))["items"]!.AsArray().Select(user => (string)user!["username"]!));
        Assert.Equal(["Announcements"], (await mara.GetAsync("rooms/public?q=ánno"))["items"]!.AsArray().Select(room => (string)room!["name"]!));
    }

    [Fact]
    public async Task Sends_continue_a_room_of_an_earlier_version_and_repeated_ones_are_recognised()
    {
        using var mara = await LogInAsync("mara");
        using var gus = await LogInAsync("gus");
        var repeated = new
        {
            text = "What's new in Trailmark, from us to you. Only Tom and I write here; questions are welcome in the Trailhead lobby.",
            clientMessageId = "demo-1",
        };

        Assert.Equal(13, (int)(await mara.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{Announcements}/messages", repeated))["seq"]!);
        Assert.Equal(21, (int)(await mara.SendMessageAsync(Announcements, "2.5 is out."))["seq"]!);
        await gus.RefusedAsync(403, "forbidden", HttpMethod.Post, $"rooms/{Announcements}/messages", new { text = "hello" });
    }

    [Fact]
    public async Task Invitations_of_an_earlier_version_are_accepted_and_accounts_can_be_erased()
    {
        using var gus = await LogInAsync("gus");
        using var mara = await LogInAsync("mara");
        var names = async () => (await mara.GetAsync($"rooms/{Announcements}/members"))["items"]!.AsArray().Select(member => (string)member!["user"]!["username"]!);
        Assert.Contains("Gus Hallberg", await names());

        await gus.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "invitations/2evywshe4a6g9a6pfp01qrq1s/accept");
        await gus.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = Password });

        Assert.DoesNotContain("Gus Hallberg", await names());
    }

    private async Task<ChatUser> LogInAsync(string login)
    {
        using var anonymous = ChatUser.ClientOf(_app.Url, token: null);
        return ChatUser.Of(_app.Url, await anonymous.LoggedInAsync(login, Password));
    }

    private static TableEntity EntityOf(JsonObject row)
    {
        var entity = new TableEntity();
        foreach (var (name, value) in row.Where(property => property.Key != "table" && !property.Key.Contains('@', StringComparison.Ordinal)))
        {
            entity[name] = (string?)row[$"{name}@odata.type"] switch
            {
                "Edm.Int64" => long.Parse((string)value!, provider: null),
                "Edm.DateTime" => DateTimeOffset.Parse((string)value!, provider: null),
                "Edm.Binary" => Convert.FromBase64String((string)value!),
                null => value!.GetValueKind() switch
                {
                    System.Text.Json.JsonValueKind.Number => (int)value,
                    System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => (bool)value,
                    _ => (string)value!,
                },
                var other => throw new InvalidDataException($"{name} is of {other}."),
            };
        }

        return entity;
    }
}
