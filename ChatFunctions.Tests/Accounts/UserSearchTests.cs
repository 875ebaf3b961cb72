using System.Net;
using System.Text.Json.Nodes;
using ChatFunctions.Accounts;
using ChatFunctions.Hosting;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Accounts;

public sealed class UserSearchTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    [Theory]
    [InlineData("Zoë 🎈 Ångström", "zoË 🎈 å")]
    [InlineData("O'Brien / \\ # ? %", "o'brien / \\ # ? ")]
    [InlineData("名前太郎", "名前")]
    [InlineData("~tilde:colon", "~TILDE:")]
    [InlineData("İzmirli Çağla", "izmirli c")]
    [InlineData("Zażółć Łukasz", "zazolc lukasz")]
    [InlineData("Trần Văn Nguyễn", "NGUYEN")]
    [InlineData("Tom Okafor-Lindqvist", "lindq")]
    [InlineData("Aoife O’Shaughnessy", "oshaugh")]
    [InlineData("Bjo\u0308rk Decomposed", "björk decomposed")]
    [InlineData("ΑΛΈΞΗΣ Παππάς", "αλεξης παππας")]
    [InlineData("한글이름", "한글")]
    public async Task A_user_is_found_by_the_beginning_of_the_name_or_of_a_later_word_in_any_case_and_without_accents(string username, string wanted)
    {
        using var somebody = await chat.NewUserAsync(username);
        using var ada = await chat.NewUserAsync();

        var found = Assert.Single(await SearchAsync(ada, wanted));
        Assert.Equal((somebody.Id, username), ((string?)found["id"], (string?)found["username"]));
        Assert.Null(found["login"]);
    }

    [Fact]
    public async Task Only_the_whole_login_finds_by_login_and_shows_it()
    {
        using var hidden = await chat.NewUserAsync($"Hidden {Guid.NewGuid():N}");
        using var ada = await chat.NewUserAsync();

        var byLogin = Assert.Single(await SearchAsync(ada, hidden.Login.ToUpperInvariant()));
        Assert.Equal((hidden.Id, hidden.Login), ((string?)byLogin["id"], (string?)byLogin["login"]));
        Assert.Empty(await SearchAsync(ada, hidden.Login[..^1]));
        Assert.Empty(await SearchAsync(ada, hidden.Login + "x"));
    }

    [Fact]
    public async Task A_user_found_by_login_and_name_is_listed_once_and_first()
    {
        var shared = $"both{Guid.NewGuid():N}"[..20];
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        using var registered = await anonymous.RegisterAsync(shared);
        using var namesake = await chat.NewUserAsync(shared[..4] + "z" + shared[5..]);
        using var follower = await chat.NewUserAsync(shared + " the second");
        using var ada = await chat.NewUserAsync();

        var found = await SearchAsync(ada, shared);

        Assert.Equal([shared, shared + " the second"], found.Select(user => (string?)user["username"]));
        Assert.Equal([shared, null], found.Select(user => (string?)user["login"]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Pages_of_any_size_list_every_user_once(int limit)
    {
        var family = $"f{Guid.NewGuid():N}"[..12];
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);
        using var owner = await anonymous.RegisterAsync(family, username: "Somebody else");
        using var ada = await chat.NewUserAsync();
        for (var i = 0; i < 5; i++)
        {
            using var member = await chat.NewUserAsync($"{family} {i}");
        }

        var (names, cursor) = (new List<string?>(), "");
        do
        {
            var page = await ada.GetAsync($"users?q={family}&limit={limit}&cursor={cursor}");
            var items = page["items"]!.AsArray();
            Assert.InRange(items.Count, 0, limit);
            names.AddRange(items.Select(user => (string?)user!["username"]));
            cursor = (string?)page["cursor"];
        }
        while (cursor is not null);

        Assert.Equal(["Somebody else", .. Enumerable.Range(0, 5).Select(i => $"{family} {i}")], names);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public async Task A_user_with_two_matching_words_is_listed_once_after_users_whose_names_begin_with_it(int limit)
    {
        var tom = $"t{Guid.NewGuid():N}"[..10];
        using var ada = await chat.NewUserAsync();
        foreach (var name in new[] { $"Zoe {tom} {tom}x", $"{tom} {tom}son", $"Abe {tom}", $"{tom}as {tom}" })
        {
            using var one = await chat.NewUserAsync(name);
        }

        var found = await ada.ListAllAsync($"users?q={tom}", limit);

        Assert.Equal([$"{tom}as {tom}", $"{tom} {tom}son", $"Abe {tom}", $"Zoe {tom} {tom}x"], found.Select(user => (string)user["username"]!));
    }

    [Fact]
    public async Task A_renamed_user_is_found_by_the_words_of_the_new_name_only()
    {
        var (first, kept) = ($"f{Guid.NewGuid():N}"[..20], $"k{Guid.NewGuid():N}"[..20]);
        using var ada = await chat.NewUserAsync($"{first} {kept} Jr");

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { username = $"{kept} Jr" });

        Assert.Single(await SearchAsync(ada, kept));
        Assert.Empty(await SearchAsync(ada, first));
        var rows = (await chat.App.KeysOfAsync(ada.Id)).Where(key => key.Contains("Directory", StringComparison.Ordinal));
        Assert.Equal(SearchKey.AllOf($"{kept} Jr").Count, rows.Count());
    }

    [Fact]
    public async Task After_a_rename_a_user_is_found_by_the_new_name_only()
    {
        var (old, present) = ($"old{Guid.NewGuid():N}", $"new{Guid.NewGuid():N}");
        using var ada = await chat.NewUserAsync(old);

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { username = present });
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { username = present.ToUpperInvariant() });

        Assert.Empty(await SearchAsync(ada, old));
        Assert.Equal(present.ToUpperInvariant(), (string?)Assert.Single(await SearchAsync(ada, present))["username"]);
    }

    [Fact]
    public async Task A_rename_interrupted_anywhere_leaves_the_user_findable_and_can_be_repeated()
    {
        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            () => chat.NewUserAsync($"old{Guid.NewGuid():N}"),
            (services, ada) => services.GetRequiredService<ProfileService>().UpdateAsync(
                new Caller(ada.Id, ada.Username, "the session"), new ChangeMeRequest(NewName(ada), ContactableBy: null), CancellationToken.None),
            async ada =>
            {
                var name = (string?)(await ada.GetAsync("me"))["username"];
                Assert.Single(await SearchAsync(ada, name!));
                Assert.Empty(await SearchAsync(ada, name == ada.Username ? NewName(ada) : ada.Username));
                await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { username = NewName(ada) });
                Assert.Single(await SearchAsync(ada, NewName(ada)));
                Assert.Empty(await SearchAsync(ada, ada.Username));
                ada.Dispose();
            });

        Assert.Equal(4, crashes);

        static string NewName(ChatUser user) => $"new{user.Username}";
    }

    [Fact]
    public async Task Concurrent_renames_on_two_instances_leave_one_name_that_is_found()
    {
        await using var another = await chat.StartAnotherAsync();
        using var ada = await chat.NewUserAsync();
        using var there = ada.At(another.Url);
        var names = Enumerable.Range(0, 8).Select(n => $"race{n}{Guid.NewGuid():N}").ToArray();

        await Task.WhenAll(names.Select((name, n) => (n % 2 == 0 ? ada : there).ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { username = name })));

        var last = (string?)(await ada.GetAsync("me"))["username"];
        foreach (var name in names)
        {
            Assert.Equal(name == last ? 1 : 0, (await SearchAsync(ada, name)).Length);
        }
    }

    [Theory]
    [InlineData("users")]
    [InlineData("users?q=")]
    [InlineData("users?q=12345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData("users?q=a&cursor=no/cursor")]
    [InlineData("users?q=a&limit=0")]
    [InlineData("users?q=a&limit=201")]
    public async Task An_invalid_search_for_users_is_refused(string path)
    {
        using var ada = await chat.NewUserAsync();

        await ada.RefusedAsync(400, "validation_failed", HttpMethod.Get, path);
    }

    private static async Task<JsonNode[]> SearchAsync(ChatUser user, string wanted) =>
        [.. (await user.GetAsync($"users?q={Uri.EscapeDataString(wanted)}"))["items"]!.AsArray().OfType<JsonNode>()];
}
