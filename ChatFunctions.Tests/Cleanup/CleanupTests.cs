using System.Net;
using ChatFunctions.Accounts;
using ChatFunctions.Cleanup;
using ChatFunctions.Live;
using ChatFunctions.Notifications;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Accounts;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Cleanup;

/// <summary>Rows that the timer function removes or keeps.</summary>
public sealed class CleanupTests(OwnChatFixture chat) : IClassFixture<OwnChatFixture>
{
    [Fact]
    public async Task Room_list_entries_without_a_membership_are_removed_after_an_hour()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("stays");
        await chat.App.AddToListAsync(ada, 3);

        await chat.App.CleanUpAsync();
        Assert.Equal(4, (await chat.App.PointersOfAsync(ada)).Count);

        await using var later = await chat.StartLaterAsync(TimeSpan.FromHours(2));
        await later.CleanUpAsync();
        Assert.Equal([roomId], await chat.App.PointersOfAsync(ada));
    }

    [Fact]
    public async Task A_former_name_of_a_room_is_removed_after_an_hour()
    {
        using var ada = await chat.NewUserAsync();
        var roomId = await ada.CreatePublicRoomAsync("before long");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, $"rooms/{roomId}", new { name = "after long" });
        await chat.App.CleanUpAsync();
        Assert.Equal(3, await NamesAsync());

        await using var later = await chat.StartLaterAsync(TimeSpan.FromHours(2));
        await later.CleanUpAsync();

        Assert.Equal(2, await NamesAsync());
        Assert.Equal([roomId], (await ada.ListAllAsync("rooms/public?q=after%20long")).Select(room => (string?)room["id"]));

        async Task<int> NamesAsync() => (await chat.App.KeysOfAsync(roomId)).Count(key => key.Contains("Directory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_former_name_of_a_user_is_removed_after_an_hour()
    {
        using var ada = await chat.NewUserAsync();
        var directory = chat.App.Services.GetRequiredService<UserDirectory>();
        var former = $"former{Guid.NewGuid():N}";
        await directory.AddAsync(ada.Id, former, CancellationToken.None);
        await directory.AddAsync("nobody", former, CancellationToken.None);
        await chat.App.CleanUpAsync();
        Assert.Equal(2, (await directory.SearchAsync(former, null, 10, CancellationToken.None)).Count);

        await using var later = await chat.StartLaterAsync(TimeSpan.FromHours(2));
        await later.CleanUpAsync();

        Assert.Empty(await directory.SearchAsync(former, null, 10, CancellationToken.None));
        Assert.Single(await directory.SearchAsync(ada.Username, null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task Names_that_an_earlier_version_stored_are_rewritten_once()
    {
        using var ada = await chat.NewUserAsync("Zoë Ångström");
        var directory = chat.App.Services.GetRequiredService<ChatTables>().Directory;
        await chat.App.Services.GetRequiredService<UserDirectory>().RemoveAsync(ada.Id, "Zoë Ångström", CancellationToken.None);
        await directory.UpsertEntityAsync(new NameRow { PartitionKey = UserDirectory.Partition, RowKey = NameRow.Key(SearchKey.Version1("Zoë Ångström"), ada.Id) });
        Assert.Empty(await FoundAsync("angst"));

        await chat.App.CleanUpAsync();

        Assert.Equal([ada.Id], await FoundAsync("angst"));
        Assert.Equal([ada.Id], await FoundAsync("zoe å"));
        Assert.Equal(2, await RowsAsync().CountAsync());
        var written = await RowsAsync().Select(row => row.WrittenAt).ToListAsync();
        await using var later = await chat.StartLaterAsync(TimeSpan.FromHours(2));
        await later.CleanUpAsync();
        Assert.Equal(written, await RowsAsync().Select(row => row.WrittenAt).ToListAsync());

        async Task<IEnumerable<string?>> FoundAsync(string wanted) => (await ada.ListAllAsync($"users?q={Uri.EscapeDataString(wanted)}")).Select(user => (string?)user["id"]);

        IAsyncEnumerable<NameRow> RowsAsync() => directory.QueryAsync<NameRow>(row => row.PartitionKey == UserDirectory.Partition).Where(row => row.Id == ada.Id);
    }

    [Fact]
    public async Task A_new_version_of_name_keys_starts_a_pass_immediately()
    {
        using var ada = await chat.NewUserAsync("Trần Nguyễn");
        await chat.App.CleanUpAsync();
        var directory = chat.App.Services.GetRequiredService<ChatTables>().Directory;
        await chat.App.Services.GetRequiredService<UserDirectory>().RemoveAsync(ada.Id, "Trần Nguyễn", CancellationToken.None);
        await directory.UpsertEntityAsync(new NameRow { PartitionKey = UserDirectory.Partition, RowKey = NameRow.Key(SearchKey.Version1("Trần Nguyễn"), ada.Id) });
        await chat.App.CleanUpAgainAsync();
        Assert.Empty(await ada.ListAllAsync("users?q=nguyen"));

        await directory.UpsertEntityAsync(new Azure.Data.Tables.TableEntity("cleanup", "sweep") { ["NameKeyVersion"] = 1 });
        await chat.App.CleanUpAgainAsync();

        Assert.Contains(await ada.ListAllAsync("users?q=nguyen"), user => (string?)user["id"] == ada.Id);
    }

    [Fact]
    public async Task Expired_sessions_are_removed_and_others_stay()
    {
        using var ada = await chat.NewUserAsync();
        await using var later = await chat.StartLaterAsync(TimeSpan.FromDays(31));
        using var adaLater = await ada.LogInAsync(later.Url);
        var sessions = chat.App.Services.GetRequiredService<Sessions>();
        await chat.App.CleanUpAsync();
        Assert.Equal(2, await CountAsync());

        await later.CleanUpAsync();

        Assert.Equal(1, await CountAsync());
        Assert.Single((await adaLater.GetAsync("sessions"))["items"]!.AsArray());

        async Task<int> CountAsync() => await sessions.AllAsync(ada.Id, afterId: null, CancellationToken.None).CountAsync();
    }

    [Fact]
    public async Task Notifications_are_removed_with_their_clientMessageIds_when_their_retention_ends()
    {
        using var ada = await chat.NewUserAsync();
        var store = chat.App.Services.GetRequiredService<NotificationStore>();
        var row = NotificationRow.Of(Guid.CreateVersion7().ToString("N"), ada.Id, new SendNotificationRequest(new(ada.Id, null, null), "old", null, "once"), DateTimeOffset.UtcNow);
        await store.AddAsync(row, CancellationToken.None);
        await chat.App.CleanUpAsync();
        Assert.NotNull(await store.FindAsync(ada.Id, row.Id, CancellationToken.None));

        await using var later = await chat.StartLaterAsync(TimeSpan.FromDays(31));
        await later.CleanUpAsync();

        Assert.Null(await store.FindAsync(ada.Id, row.Id, CancellationToken.None));
        var sent = SentNotificationRow.Of(row);
        Assert.Null(await chat.App.Services.GetRequiredService<ChatTables>().User(ada.Id).FindAsync<SentNotificationRow>(sent.PartitionKey, sent.RowKey, CancellationToken.None));
    }

    [Fact]
    public async Task Failed_logins_and_leases_are_removed_after_they_expire()
    {
        using var ada = await chat.NewUserAsync();
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "presence");
        var (users, leases) = (chat.App.Services.GetRequiredService<UserStore>(), chat.App.Services.GetRequiredService<LeaseStore>());
        var login = $"nobody{Guid.NewGuid():N}";
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        using var refused = await anonymous.LogInAsync(login);
        await chat.App.CleanUpAsync();
        Assert.NotNull(await users.AttemptsAsync(login, CancellationToken.None));
        Assert.NotNull(await leases.FindAsync(ada.Id, CancellationToken.None));

        await using var later = await chat.StartLaterAsync(TimeSpan.FromHours(26));
        await later.CleanUpAsync();

        Assert.Null(await users.AttemptsAsync(login, CancellationToken.None));
        Assert.Null(await leases.FindAsync(ada.Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_pass_continues_where_the_last_run_ended_and_the_next_pass_starts_a_day_later()
    {
        using var ada = await chat.NewUserAsync();
        const int rowsPerPage = 10;
        const int entries = (Sweep.PagesPerRun * rowsPerPage) + 50;
        await chat.App.AddToListAsync(ada, entries);
        await using var later = await chat.StartLaterAsync(TimeSpan.FromHours(2));
        var sweep = later.Services.GetRequiredService<Sweep>();
        await later.ForgetSweepAsync();

        await sweep.RunAsync(rowsPerPage, CancellationToken.None);
        Assert.InRange(await CountAsync(), 50, entries);
        await Eventually.IsTrueAsync(async () =>
        {
            await sweep.RunAsync(rowsPerPage, CancellationToken.None);
            return await CountAsync() == 0;
        });

        // Completes the current pass.
        await sweep.RunAsync(Sweep.RowsPerPage, CancellationToken.None);
        await chat.App.AddToListAsync(ada, 1);
        await using var sameDay = await chat.StartLaterAsync(TimeSpan.FromHours(20));
        await sameDay.CleanUpAgainAsync();
        Assert.Equal(1, await CountAsync());
        await using var nextDay = await chat.StartLaterAsync(TimeSpan.FromHours(27));
        await nextDay.CleanUpAgainAsync();
        Assert.Equal(0, await CountAsync());

        async Task<int> CountAsync() => await chat.App.Services.GetRequiredService<ChatTables>().User(ada.Id)
            .QueryAsync<Azure.Data.Tables.TableEntity>(row => row.PartitionKey == UserKeys.UserPartition(ada.Id) && row.RowKey.CompareTo("room:") > 0 && row.RowKey.CompareTo("room;") < 0, select: ["RowKey"])
            .CountAsync();
    }
}
