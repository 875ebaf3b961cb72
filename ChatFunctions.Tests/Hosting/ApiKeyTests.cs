using System.Net;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using ChatFunctions.Hosting;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Hosting;

public sealed class ApiKeyTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Fact]
    public async Task A_key_is_listed_with_its_last_use_and_without_its_secret()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url, " The shop ");
        Assert.Null((await KeyAsync(shop))!["lastUsedAt"]);

        await shop.RefusedAsync(404, "user_not_found", "GET", "users/nobody");

        await Eventually.IsTrueAsync(async () => (await KeyAsync(shop))!["lastUsedAt"] is not null);
        var listed = await KeyAsync(shop);
        Assert.Equal("The shop", (string?)listed!["name"]);
        Assert.Null(listed["key"]);
        var rows = chat.App.Services.GetRequiredService<ChatTables>().Directory.QueryAsync<TableEntity>($"PartitionKey eq '{ApiKeys.Partition}' and RowKey eq '{shop.KeyId}'");
        Assert.All(await rows.ToListAsync(), row => Assert.DoesNotContain(row, column => column.Value is string text && text.Contains(shop.Key.Split('.')[1], StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_new_key_works_on_every_instance_and_a_removed_one_on_none_after_ten_seconds()
    {
        var time = new SteppedTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await chat.StartAnotherAsync(services => services.AddSingleton<TimeProvider>(time));
        await using var other = await chat.StartAnotherAsync(services => services.AddSingleton<TimeProvider>(time));
        using var first = await BackEnd.AddAsync(app.Url);
        using var firstThere = first.At(other.Url);
        await firstThere.RefusedAsync(404, "user_not_found", "GET", "users/nobody");
        time.Advance(TimeSpan.FromSeconds(1));
        using var shop = await BackEnd.AddAsync(app.Url);
        using var there = shop.At(other.Url);
        await there.RefusedAsync(404, "user_not_found", "GET", "users/nobody");

        using var http = ChatUser.ClientOf(app.Url, token: null);
        using var removed = await http.DeleteAsync($"keys/{shop.KeyId}");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await shop.RefusedAsync(401, "unauthorized", "GET", "users/nobody");

        time.Advance(TimeSpan.FromSeconds(10));
        await there.RefusedAsync(401, "unauthorized", "GET", "users/nobody");
        await firstThere.RefusedAsync(404, "user_not_found", "GET", "users/nobody");
    }

    [Fact]
    public async Task Checking_a_key_costs_no_storage_request()
    {
        var requests = new RequestCounter();
        await using var app = await chat.StartAnotherAsync(services => services
            .AddSingleton<HttpPipelinePolicy>(requests)
            .AddSingleton<TimeProvider>(new SteppedTimeProvider(DateTimeOffset.UtcNow)));
        using var shop = await BackEnd.AddAsync(app.Url);

        // The first call reads the list and stores the use in the background.
        await shop.RefusedAsync(404, "room_not_found", "GET", "rooms/!");
        await app.Services.GetRequiredService<BackgroundWork>().IdleAsync();
        var before = requests.Count;
        await shop.RefusedAsync(404, "room_not_found", "GET", "rooms/!");

        Assert.Equal(before, requests.Count);
    }

    [Fact]
    public async Task Keys_are_managed_with_the_master_key_only()
    {
        await using var locked = await chat.StartAnotherAsync(null, "AzureFunctionsJobHost:masterKey=the master key", "AzureFunctionsJobHost:functionKeys:default=a function key");
        foreach (var (key, status) in new[] { ("", 401), ("a function key", 401), ("the master key", 200) })
        {
            using var http = ChatUser.ClientOf(locked.Url, token: null);
            http.DefaultRequestHeaders.Add("x-functions-key", key);
            using var response = await http.GetAsync("keys");
            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_key_has_a_rate_limit_of_its_own()
    {
        await using var strict = await chat.StartAnotherAsync(
            null, "Chat:RateLimits:Enabled=true", "Chat:RateLimits:Reads:Burst=1", "Chat:RateLimits:Reads:Tokens=1", "Chat:RateLimits:Reads:Per=01:00:00",
            "Chat:RateLimits:ApiKeys:Burst=3", "Chat:RateLimits:ApiKeys:Tokens=1", "Chat:RateLimits:ApiKeys:Per=01:00:00");
        using var ada = await ChatUser.RegisterAsync(strict.Url);
        using var shop = await BackEnd.AddAsync(strict.Url);
        await ada.GetAsync("me");
        await ada.RefusedAsync(429, "rate_limited", HttpMethod.Get, "me");

        for (var i = 0; i < 3; i++)
        {
            await shop.ExpectAsync(200, "GET", "me", actAs: ada.Id);
        }

        await shop.RefusedAsync(429, "rate_limited", "GET", "me", actAs: ada.Id);
    }

    [Fact]
    public async Task A_call_for_a_user_is_logged_by_ids()
    {
        using var logs = new CapturedLogs();
        await using var app = await chat.StartAnotherAsync(services => services.AddLogging(logging => logging.AddProvider(logs)));
        using var ada = await ChatUser.RegisterAsync(app.Url);
        using var shop = await BackEnd.AddAsync(app.Url);

        await shop.ExpectAsync(200, "GET", "me", actAs: ada.Id);

        Assert.Contains($"GetMe: called with key {shop.KeyId} for user {ada.Id}", logs.Lines.Select(line => line.Text));
    }

    private async Task<JsonNode?> KeyAsync(BackEnd shop)
    {
        using var http = ChatUser.ClientOf(chat.App.Url, token: null);
        var list = JsonNode.Parse(await http.GetStringAsync("keys"))!;
        return list["items"]!.AsArray().Single(key => (string?)key!["id"] == shop.KeyId);
    }
}
