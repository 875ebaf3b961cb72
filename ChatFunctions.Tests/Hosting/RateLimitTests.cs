using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using ChatFunctions.Hosting;
using ChatFunctions.Tests.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace ChatFunctions.Tests.Hosting;

public sealed class RateLimitTests(ChatFixture chat) : IClassFixture<ChatFixture>, IAsyncLifetime
{
    private const int Burst = 5;

    private ChatInstance _app = null!;
    private ChatUser _ada = null!;
    private ChatUser _bob = null!;
    private string _room = "";

    public async Task InitializeAsync()
    {
        _app = await StartAsync([.. OneAnHour("Sends", Burst), .. OneAnHour("RoomSends", burst: 8)]);
        (_ada, _bob) = (await ChatUser.RegisterAsync(_app.Url), await ChatUser.RegisterAsync(_app.Url));
        _room = await _ada.CreateRoomAsync("room", _bob);
    }

    public async Task DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Sends_beyond_the_burst_are_refused_with_the_time_to_wait()
    {
        await SendMessageAsync(_ada, Burst);

        using var refused = await SendAsync(_ada, "one too many");
        await Problems.AssertAsync(refused, 429, "rate_limited");
        Assert.Equal(TimeSpan.FromHours(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("\"sends\";q=5;w=18000", refused.Headers.GetValues("RateLimit-Policy").Single());
        Assert.Equal("\"sends\";r=0;t=3600", refused.Headers.GetValues("RateLimit").Single());
        Assert.Equal(Burst, (await _ada.TextsAsync(_room)).Length);
    }

    [Fact]
    public async Task A_rate_limit_of_one_user_does_not_affect_another()
    {
        await SendMessageAsync(_ada, Burst);
        await AssertLimitedAsync(_ada);

        await SendMessageAsync(_bob, 3);
    }

    [Fact]
    public async Task A_stranger_gets_404_for_a_rate_limited_private_room_and_takes_none_of_its_tokens()
    {
        using var eve = await ChatUser.RegisterAsync(_app.Url);
        for (var i = 0; i < Burst; i++)
        {
            await eve.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{_room}/messages", new { text = "let me in" });
        }

        await AssertLimitedAsync(eve);
        await SendMessageAsync(_ada, Burst);
        await SendMessageAsync(_bob, 3);

        using var refused = await SendAsync(_bob, "the room is full of talk");
        await Problems.AssertAsync(refused, 429, "rate_limited");
        Assert.StartsWith("\"roomSends\"", refused.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        using var stranger = await ChatUser.RegisterAsync(_app.Url);
        await stranger.RefusedAsync(404, "room_not_found", HttpMethod.Post, $"rooms/{_room}/messages", new { text = "is anybody there?" });
    }

    [Fact]
    public async Task A_replay_counts_as_a_send()
    {
        await _ada.SendMessageAsync(_room, "hello", "id-1");
        for (var i = 1; i < Burst; i++)
        {
            using var replay = await SendAsync(_ada, "hello", "id-1");
            Assert.Equal(HttpStatusCode.OK, replay.StatusCode);
        }

        await _ada.RefusedAsync(429, "rate_limited", HttpMethod.Post, $"rooms/{_room}/messages", new { text = "hello", clientMessageId = "id-1" });
        Assert.Equal(["hello"], await _ada.TextsAsync(_room));
    }

    [Fact]
    public async Task Replays_do_not_count_against_the_room()
    {
        await _ada.SendMessageAsync(_room, "hello", "id-1");
        for (var i = 1; i < Burst; i++)
        {
            await _ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{_room}/messages", new { text = "hello", clientMessageId = "id-1" });
        }

        await SendMessageAsync(_bob, Burst);
    }

    [Fact]
    public async Task A_batch_costs_one_token_a_message_and_nothing_when_it_is_refused()
    {
        object Batch(params int[] numbers) => new { messages = numbers.Select(n => new { text = $"text {n}", clientMessageId = $"batch-{n}" }) };
        await _ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{_room}/messages/batch", Batch(1, 2, 3));
        await _ada.RefusedAsync(429, "rate_limited", HttpMethod.Post, $"rooms/{_room}/messages/batch", Batch(4, 5, 6));

        await _ada.ExpectAsync(HttpStatusCode.Created, HttpMethod.Post, $"rooms/{_room}/messages/batch", Batch(4, 5));
        await AssertLimitedAsync(_ada);
    }

    [Fact]
    public async Task A_change_without_a_declared_limit_counts_as_a_write()
    {
        await using var app = await StartAsync(OneAnHour("Writes", burst: 3));
        using var ada = await ChatUser.RegisterAsync(app.Url);
        foreach (var name in new[] { "a", "b", "c" })
        {
            await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { username = name });
        }

        await ada.RefusedAsync(429, "rate_limited", HttpMethod.Patch, "me", new { username = "d" });
        await ada.RefusedAsync(429, "rate_limited", HttpMethod.Post, "rooms", new { name = "room" });
        await ada.GetAsync("me");
    }

    [Fact]
    public async Task Reads_have_their_own_limit_and_do_not_prevent_sends()
    {
        await using var app = await StartAsync(OneAnHour("Reads", burst: 3));
        using var ada = await ChatUser.RegisterAsync(app.Url);
        using var bob = await ChatUser.RegisterAsync(app.Url);
        var roomId = await ada.CreateRoomAsync("room");
        await ada.GetAsync("me");
        await ada.GetAsync($"rooms/{roomId}/events");
        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Head, "rooms");

        using var refused = await ada.SendAsync(HttpMethod.Get, $"rooms/{roomId}/messages");
        await Problems.AssertAsync(refused, 429, "rate_limited");
        Assert.Equal(TimeSpan.FromHours(1), refused.Headers.RetryAfter?.Delta);
        Assert.StartsWith("\"reads\"", refused.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        await ada.SendMessageAsync(roomId, "hello");
        await ada.GetAsync("limits");
        await bob.GetAsync("me");
    }

    [Fact]
    public async Task Searches_for_users_have_their_own_limit()
    {
        await using var app = await StartAsync(OneAnHour("Searches", burst: 2));
        using var ada = await ChatUser.RegisterAsync(app.Url);
        Assert.Single((await ada.GetAsync($"users?q={ada.Login}"))["items"]!.AsArray());
        await ada.GetAsync("users?q=nobody");

        await ada.RefusedAsync(429, "rate_limited", HttpMethod.Get, "users?q=somebody");
        await ada.GetAsync($"users/{ada.Id}");
    }

    [Fact]
    public async Task Registering_and_logging_in_share_a_limit_by_the_address_of_the_last_hop()
    {
        await using var app = await StartAsync(["Chat:RateLimits:TrustForwardedFor=true", .. OneAnHour("Credentials", burst: 6)]);
        for (var i = 0; i < 6; i++)
        {
            // Addresses that a client adds before the front end's hop are ignored.
            Assert.Equal(i % 2 == 0 ? 201 : 401, await TryCredentialsAsync(app, $"10.0.0.{i}, 203.0.113.7:{4000 + i}", register: i % 2 == 0));
        }

        Assert.Equal(429, await TryCredentialsAsync(app, "203.0.113.7", register: true));
        Assert.Equal(429, await TryCredentialsAsync(app, "198.51.100.1, 203.0.113.7", register: false));
        Assert.Equal(401, await TryCredentialsAsync(app, "203.0.113.7, 198.51.100.1", register: false));
    }

    [Fact]
    public async Task Addresses_of_one_ipv6_network_count_as_one()
    {
        await using var app = await StartAsync(["Chat:RateLimits:TrustForwardedFor=true", .. OneAnHour("Credentials", burst: 2)]);

        Assert.Equal(401, await TryCredentialsAsync(app, "2001:db8:1:2::1", register: false));
        Assert.Equal(401, await TryCredentialsAsync(app, "[2001:db8:1:2:ffff::2]:443", register: false));
        Assert.Equal(429, await TryCredentialsAsync(app, "2001:db8:1:2:3:4:5:6", register: false));
        Assert.Equal(401, await TryCredentialsAsync(app, "2001:db8:1:3::1", register: false));
    }

    [Fact]
    public async Task Without_a_trusted_front_end_the_address_of_the_connection_counts()
    {
        await using var app = await StartAsync(OneAnHour("Credentials", burst: 2));

        Assert.Equal(401, await TryCredentialsAsync(app, "203.0.113.1", register: false));
        Assert.Equal(401, await TryCredentialsAsync(app, "203.0.113.2", register: false));
        Assert.Equal(429, await TryCredentialsAsync(app, "203.0.113.3", register: false));
    }

    [Fact]
    public async Task Rate_limits_are_published_only_if_they_are_on()
    {
        await using var app = await StartAsync();
        using var anonymous = ChatUser.ClientOf(app.Url, token: null);
        using var unlimited = ChatUser.ClientOf(chat.App.Url, token: null);

        var published = JsonNode.Parse(await anonymous.GetStringAsync("limits"))!["rateLimits"]!;
        var expected = JsonNode.Parse(
            """
            {
              "sends": {"tokens": 50, "perSeconds": 1, "burst": 100},
              "roomSends": {"tokens": 500, "perSeconds": 1, "burst": 1000},
              "reads": {"tokens": 50, "perSeconds": 1, "burst": 200},
              "searches": {"tokens": 60, "perSeconds": 60, "burst": 30},
              "writes": {"tokens": 20, "perSeconds": 1, "burst": 40},
              "credentials": {"tokens": 30, "perSeconds": 60, "burst": 30},
              "refreshes": {"tokens": 300, "perSeconds": 60, "burst": 300},
              "apiKeys": {"tokens": 500, "perSeconds": 1, "burst": 1000}
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, published), published.ToJsonString());
        Assert.Null(JsonNode.Parse(await unlimited.GetStringAsync("limits"))!["rateLimits"]);
    }

    [Theory]
    [InlineData("Chat:RateLimits:Sends:Tokens=0")]
    [InlineData("Chat:RateLimits:Writes:Burst=-1")]
    [InlineData("Chat:RateLimits:Credentials:Per=00:00:00")]
    public async Task An_impossible_limit_is_refused_at_start(string setting)
    {
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(setting));

        Assert.IsType<Microsoft.Extensions.Options.OptionsValidationException>(thrown.GetBaseException());
    }

    [Fact]
    public void Every_anonymous_change_declares_its_rate_limit()
    {
        var open = typeof(RateLimiters).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(FunctionAttribute)) && method.IsDefined(typeof(AllowAnonymousAttribute)))
            .Where(method => method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>() is { } trigger && trigger.Methods?.Contains("get") is not true))
            .ToList();

        Assert.NotEmpty(open);
        Assert.All(open, method => Assert.True(method.IsDefined(typeof(RateLimitAttribute)), method.Name));
    }

    private Task<ChatInstance> StartAsync(params string[] settings) => chat.StartAnotherAsync(null, ["Chat:RateLimits:Enabled=true", .. settings]);

    /// <summary>A setting without refills during a test: the framework's buckets have their own clock.</summary>
    private static string[] OneAnHour(string limit, int burst) =>
        [$"Chat:RateLimits:{limit}:Tokens=1", $"Chat:RateLimits:{limit}:Per=01:00:00", $"Chat:RateLimits:{limit}:Burst={burst}"];

    private Task<HttpResponseMessage> SendAsync(ChatUser user, string text, string? clientMessageId = null) =>
        user.SendAsync(HttpMethod.Post, $"rooms/{_room}/messages", new { text, clientMessageId });

    private async Task SendMessageAsync(ChatUser user, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await user.SendMessageAsync(_room, $"message {i}");
        }
    }

    private async Task AssertLimitedAsync(ChatUser user)
    {
        using var refused = await SendAsync(user, "one too many");
        await Problems.AssertAsync(refused, 429, "rate_limited");
    }

    /// <summary>Registers or fails to log in from an address.</summary>
    private static async Task<int> TryCredentialsAsync(ChatInstance app, string forwardedFor, bool register)
    {
        using var http = ChatUser.ClientOf(app.Url, token: null);
        http.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        var login = $"k{Guid.NewGuid():N}";
        using var response = register ? await http.RegisterAsync(login) : await http.LogInAsync(login);
        return (int)response.StatusCode;
    }
}
