using System.Net;
using Azure.Data.Tables;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Accounts;
using ChatFunctions.Tests.Azurite;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Storage;

public sealed class TwoAccountsTests(TwoAccountsFixture chat) : IClassFixture<TwoAccountsFixture>
{
    private ChatTables Tables => chat.App.Services.GetRequiredService<ChatTables>();

    [Fact]
    public async Task Rooms_are_spread_over_both_accounts_and_each_is_in_one()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var rooms = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => ada.CreateRoomAsync($"room {n}", bob)));
        await Task.WhenAll(rooms.Select(roomId => bob.SendMessageAsync(roomId, "hello")));

        var rows = await Task.WhenAll(Tables.Accounts.Select(account => RowsAsync(account.Rooms)));
        var places = Array.ConvertAll(rooms, roomId => Array.ConvertAll(rows, account => account.Count(row => row.PartitionKey == roomId)));

        Assert.All(places, counts => Assert.Single(counts, count => count > 0));
        Assert.All(places, counts => Assert.Equal(places[0].Max(), counts.Max()));
        Assert.All(Enumerable.Range(0, 2), account => Assert.Contains(places, counts => counts[account] > 0));
        Assert.Equal(rooms.Order(), (await bob.RoomIdsAsync()).Order());
    }

    [Fact]
    public async Task Users_and_logins_are_spread_over_both_accounts()
    {
        foreach (var user in await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => chat.NewUserAsync())))
        {
            user.Dispose();
        }

        foreach (var account in Tables.Accounts)
        {
            var rows = await RowsAsync(account.Users);
            Assert.Contains(rows, row => row.PartitionKey.StartsWith("user:", StringComparison.Ordinal));
            Assert.Contains(rows, row => row.PartitionKey.StartsWith("login:", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Directory_and_presence_are_in_the_first_account()
    {
        using var ada = await chat.NewUserAsync();
        await ada.CreatePublicRoomAsync("open");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "presence");

        Assert.NotEmpty(await RowsAsync(Tables.Accounts[0].Directory));
        Assert.NotEmpty(await RowsAsync(Tables.Accounts[0].Presence));
        Assert.Empty(await RowsAsync(Tables.Accounts[1].Directory));
        Assert.Empty(await RowsAsync(Tables.Accounts[1].Presence));
    }

    [Fact]
    public async Task An_erased_account_is_in_no_storage_account()
    {
        using var scenario = await AccountScenario.CreateAsync(chat);

        await scenario.Ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });

        await scenario.AssertErasedAsync(chat.App);
    }

    [Fact]
    public async Task The_app_is_healthy_only_with_all_its_accounts()
    {
        using var there = ChatUser.ClientOf(chat.App.Url, token: null);
        using var up = await there.GetAsync("health");
        Assert.Equal(HttpStatusCode.OK, up.StatusCode);

        var gone = $"DefaultEndpointsProtocol=http;AccountName=gone;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:{FreePort.Find()}/gone;";
        await using var cut = await chat.StartAnotherAsync(settings: [$"Chat:StorageAccounts:0={gone}"]);
        using var here = ChatUser.ClientOf(cut.Url, token: null);
        using var down = await here.GetAsync("health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.StatusCode);
    }

    [Fact]
    public async Task An_added_account_takes_new_rooms_and_old_ones_do_not_move()
    {
        using var ada = await chat.NewUserAsync();
        var before = await ada.CreateRoomAsync("before");
        await ada.SendMessageAsync(before, "hello");
        var azurite = await AzuriteServer.SharedAsync();
        var third = azurite.StorageAccounts(3)[2].ConnectionString!;

        // The day after tomorrow, one day after the account's first day.
        var later = new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(2));
        await using var grown = await chat.StartAnotherAsync(
            services => services.AddSingleton<TimeProvider>(later),
            $"Chat:StorageAccounts:1={third}",
            $"Chat:StorageAccounts:1:Since={DateTimeOffset.UtcNow.AddDays(1):yyyy-MM-dd}");
        using var again = await ada.LogInAsync(grown.Url);
        using var there = again.At(grown.Url);
        var after = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => there.CreateRoomAsync($"after {n}")));

        Assert.Equal(["hello"], await there.TextsAsync(before));
        var rows = await RowsAsync(grown.Services.GetRequiredService<ChatTables>().Accounts[2].Rooms);
        Assert.Contains(after, roomId => rows.Exists(row => row.PartitionKey == roomId));
        Assert.DoesNotContain(rows, row => row.PartitionKey == before);
        Assert.Equal(after.Append(before).Order(), (await there.RoomIdsAsync()).Order());
    }

    private static async Task<List<TableEntity>> RowsAsync(TableClient table)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>())
        {
            rows.Add(row);
        }

        return rows;
    }
}
