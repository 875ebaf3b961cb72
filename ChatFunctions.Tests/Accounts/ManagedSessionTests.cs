using System.Text.Json.Nodes;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Accounts;

/// <summary>Sessions that a back end creates, perhaps one with each page view.</summary>
public sealed class ManagedSessionTests(FakeTimeFixture chat) : IClassFixture<FakeTimeFixture>
{
    private const int Kept = 10;

    [Fact]
    public async Task A_user_keeps_the_sessions_that_were_refreshed_last()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        var path = await NewUserAsync(shop);
        var (device, abandoned) = (await OpenAsync(shop, path), await OpenAsync(shop, path));
        for (var i = 0; i < Kept; i++)
        {
            await OpenAsync(shop, path);
            device = await anonymous.RefreshedAsync(device);
            chat.Time.Advance(TimeSpan.FromMinutes(16));
        }

        using var last = ChatUser.Of(chat.App.Url, await OpenAsync(shop, path));
        await IdleAsync();

        Assert.Equal(Kept, (await last.GetAsync("sessions"))["items"]!.AsArray().Count);
        await anonymous.RefreshedAsync(device);
        await anonymous.AssertRefreshRefusedAsync((string?)abandoned["refreshToken"]);
    }

    [Fact]
    public async Task A_session_is_kept_while_its_access_token_is_valid()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var path = await NewUserAsync(shop);
        using var first = ChatUser.Of(chat.App.Url, await OpenAsync(shop, path));
        for (var i = 0; i < Kept + 2; i++)
        {
            await OpenAsync(shop, path);
        }

        await IdleAsync();

        Assert.Equal(Kept + 3, (await first.GetAsync("sessions"))["items"]!.AsArray().Count);
        await using var live = await LiveConnection.OpenAsync(first);
        Assert.False(live.IsClosed);
    }

    [Fact]
    public async Task A_connection_of_a_removed_session_stays_open_until_the_user_is_deactivated()
    {
        using var shop = await BackEnd.AddAsync(chat.App.Url);
        var path = await NewUserAsync(shop);
        using var first = ChatUser.Of(chat.App.Url, await OpenAsync(shop, path));
        await using var live = await LiveConnection.OpenAsync(first);
        chat.Time.Advance(TimeSpan.FromMinutes(16));
        for (var i = 0; i <= Kept; i++)
        {
            await OpenAsync(shop, path);
        }

        await IdleAsync();
        using var last = ChatUser.Of(chat.App.Url, await OpenAsync(shop, path));
        var roomId = await last.CreateRoomAsync("Order 17");
        await live.ReceivesAsync(received => (string?)received["target"] == "roomsChanged" && (string?)received["arguments"]![0]!["roomId"] == roomId);

        await shop.ExpectAsync(204, "PUT", $"users/{first.Id}/deactivated");

        await live.ClosesAsync();
    }

    private static Task<JsonNode> OpenAsync(BackEnd shop, string path) => shop.ExpectAsync(201, "POST", $"{path}/tokens");

    private static async Task<string> NewUserAsync(BackEnd shop)
    {
        var path = $"users/external/customer-{Guid.NewGuid():N}";
        await shop.ExpectAsync(201, "PUT", path, new { username = "Ada" });
        return path;
    }

    private Task IdleAsync() => chat.App.Services.GetRequiredService<BackgroundWork>().IdleAsync();
}
