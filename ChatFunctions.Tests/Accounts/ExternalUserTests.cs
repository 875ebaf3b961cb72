using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatFunctions.Accounts;
using ChatFunctions.Hosting;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Hosting;
using ChatFunctions.Tests.Live;
using ChatFunctions.Tests.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Accounts;

/// <summary>A chat that accepts the tokens of an identity provider.</summary>
public sealed class ExternalUserFixture : OwnChatFixture
{
    internal SteppedTimeProvider Time { get; } = new();

    internal TestIssuer Issuer { get; private set; } = null!;

    internal Task<ChatInstance> StartAnotherHereAsync(Action<IServiceCollection>? replace = null, params string[] settings) => StartAnotherAsync(
        services =>
        {
            Replace(services);
            replace?.Invoke(services);
        },
        settings);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    protected override void Replace(IServiceCollection services) => services
        .AddSingleton<TimeProvider>(Time)
        .Configure<IdentityOptions>(options => options.Providers.Add(new() { Authority = Issuer.Url, Audience = TestIssuer.Audience, ClientId = "page", Name = "Example" }));

    private protected override async Task<Chat> StartAsync()
    {
        Issuer = await TestIssuer.StartAsync();
        return await base.StartAsync();
    }
}

/// <summary>Users who sign in with an identity provider.</summary>
public sealed class ExternalUserTests(ExternalUserFixture chat) : IClassFixture<ExternalUserFixture>
{
    private readonly string _subject = $"subject {Guid.NewGuid():N}";

    [Fact]
    public async Task The_first_call_creates_the_account_and_later_ones_find_it_on_every_instance()
    {
        await using var other = await chat.StartAnotherHereAsync();
        using var ada = await SignInAsync(Token(("picture", "https://example.com/ada.png")));
        using var later = await SignInAsync(Token(), other.Url);
        using var bob = await SignInAsync(chat.Issuer.Token(chat.Time.GetUtcNow(), "another subject"));

        Assert.Equal(ada.Id, later.Id);
        Assert.NotEqual(ada.Id, bob.Id);
        var me = ada.Session["user"]!;
        Assert.Equal(("Ada", "https://example.com/ada.png", chat.Issuer.Url, null), ((string?)me["username"], (string?)me["pictureUrl"], (string?)me["identityProvider"], (string?)me["login"]));
        var seen = await bob.GetAsync($"users/{ada.Id}");
        Assert.Equal((true, null, null), (seen["username"] is not null, (string?)seen["identityProvider"], (string?)seen["login"]));
    }

    [Fact]
    public async Task Twenty_concurrent_first_calls_on_two_instances_create_one_user()
    {
        await using var other = await chat.StartAnotherHereAsync();
        var name = $"Racer {Guid.NewGuid():N}";

        var users = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => SignInAsync(Token(("name", name), ("jti", $"{n}")), n % 2 == 0 ? chat.App.Url : other.Url)));

        Assert.Single(users.Select(user => user.Id).Distinct());
        Assert.Single((await users[0].GetAsync($"users?q={Uri.EscapeDataString(name)}"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_first_call_that_is_interrupted_anywhere_is_completed_by_the_next_call()
    {
        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            () => Task.FromResult($"interrupted {Guid.NewGuid():N}"),
            async (services, subject) => await services.GetRequiredService<ICallers>().FindAsync(Identity(subject), CancellationToken.None),
            async subject =>
            {
                using var user = await SignInAsync(chat.Issuer.Token(chat.Time.GetUtcNow(), subject, claims: ("name", subject)));
                Assert.Equal(user.Id, (string?)(await user.GetAsync($"users?q={subject.Split(' ')[1]}"))["items"]!.AsArray().Single()!["id"]);
            });

        Assert.InRange(crashes, 3, 20);

        ExternalIdentity Identity(string subject) => new(chat.Issuer.Url, subject) { Names = [subject], IssuedAt = chat.Time.GetUtcNow(), ExpiresAt = chat.Time.GetUtcNow().AddHours(1) };
    }

    [Fact]
    public async Task The_name_and_the_picture_follow_the_newest_token()
    {
        var old = Token(("picture", "https://example.com/1.png"));
        using var ada = await SignInAsync(old);
        var roomId = await ada.CreateRoomAsync("tea");
        var changed = Token(("name", "Countess"), ("iat", chat.Time.GetUtcNow().AddSeconds(1).ToUnixTimeSeconds()));

        using var renamed = await SignInAsync(changed);
        await using var other = await chat.StartAnotherHereAsync();
        using var elsewhere = await SignInAsync(old, other.Url);
        using var again = await SignInAsync(old);

        Assert.All([renamed, elsewhere, again], user => Assert.Equal(("Countess", null), (user.Username, (string?)user.Session["user"]!["pictureUrl"])));
        Assert.Equal("Countess", (string?)(await renamed.SendMessageAsync(roomId, "hello"))["sender"]!["username"]);
        await chat.App.IdleAsync();
        Assert.Equal("Countess", (string?)(await ada.GetAsync($"rooms/{roomId}/members"))["items"]!.AsArray().Single()!["user"]!["username"]);
    }

    [Theory]
    [InlineData("  Ada  ", null, "Ada")]
    [InlineData("Ada\u202E\u0007 L", null, "Ada L")]
    [InlineData("", "ada@example.com", "ada@example.com")]
    [InlineData("\u200B", null, "User")]
    [InlineData(null, null, "User")]
    [InlineData("System", "system\u200d", "User")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234567890", null, "1234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890123\U0001F600", null, "123456789012345678901234567890123456789012345678901234567890123")]
    public void A_name_is_adapted_to_the_rules(string? name, string? preferred, string expected) =>
        Assert.Equal(expected, ExternalProfile.Of(new ExternalIdentity("i", "s") { Names = [name, preferred] }).Username ?? ExternalProfile.DefaultName);

    [Theory]
    [InlineData("https://example.com/a.png", true)]
    [InlineData("http://example.com/a.png", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("//example.com/a.png", false)]
    [InlineData("https://user:password@example.com/a.png", false)]
    [InlineData("", false)]
    public void A_picture_has_an_https_address(string picture, bool isTaken) =>
        Assert.Equal(isTaken ? picture : null, ExternalProfile.Of(new ExternalIdentity("i", "s") { Picture = picture }).PictureUrl);

    [Fact]
    public async Task The_provider_manages_the_name_and_the_password()
    {
        using var ada = await SignInAsync(Token());

        await ada.RefusedAsync(409, "managed_by_provider", HttpMethod.Patch, "me", new { username = "Somebody" });
        await ada.RefusedAsync(409, "managed_by_provider", HttpMethod.Put, "me/password", new { currentPassword = ChatUser.Password, newPassword = "a new password" });
        var me = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Patch, "me", new { contactableBy = "nobody" });

        Assert.Equal(("Ada", "nobody"), ((string?)me["username"], (string?)me["contactableBy"]));
    }

    [Fact]
    public async Task A_user_of_a_provider_cannot_log_in_with_a_password()
    {
        using var ada = await SignInAsync(Token());
        var login = new ExternalIdentity(chat.Issuer.Url, _subject).Login;
        using var anonymous = ChatUser.ClientOf(chat.App.Url, token: null);

        using var loggedIn = await anonymous.LogInAsync(login, "");
        Assert.Equal(HttpStatusCode.BadRequest, loggedIn.StatusCode);
        using var guessed = await anonymous.LogInAsync(login);
        await Problems.AssertAsync(guessed, 401, "invalid_credentials");
        using var registered = await anonymous.RegisterAsync(login);
        Assert.Equal(HttpStatusCode.BadRequest, registered.StatusCode);
        Assert.Empty((await ada.GetAsync($"users?q={login[..Limits.UsernameLength]}"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Logging_out_ends_nothing_because_the_provider_owns_the_session()
    {
        using var ada = await SignInAsync(Token());
        await using var live = await LiveConnection.OpenAsync(ada);

        await ada.ExpectAsync(HttpStatusCode.NoContent, HttpMethod.Post, "logout");
        Assert.Empty((await ada.GetAsync("sessions"))["items"]!.AsArray());
        await chat.App.IdleAsync();

        Assert.False(live.IsClosed);
    }

    [Fact]
    public async Task After_the_first_use_on_an_instance_a_token_costs_no_storage_request_until_fifteen_minutes_later()
    {
        var requests = new RequestCounter();
        await using var app = await chat.StartAnotherHereAsync(services => services.AddSingleton<HttpPipelinePolicy>(requests));
        using var ada = await SignInAsync(Token(), app.Url);
        var roomId = await ada.CreateRoomAsync("tea");
        await ada.SendMessageAsync(roomId, "first");
        await app.IdleAsync();

        Assert.Equal(1, await requests.CountAsync(() => ada.SendMessageAsync(roomId, "hello")));
        Assert.Equal(1, await requests.CountAsync(() => ada.GetAsync("me")));
        chat.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(2, await requests.CountAsync(() => ada.GetAsync("me")));
        Assert.Equal(1, await requests.CountAsync(() => ada.GetAsync("me")));
    }

    [Fact]
    public async Task A_live_connection_of_a_providers_user_receives_events()
    {
        using var ada = await SignInAsync(Token());
        var roomId = await ada.CreateRoomAsync("tea");
        await using var live = await chat.OpenInAsync(ada, roomId);

        await live.ReceivesAsync(roomId, (long)(await ada.SendMessageAsync(roomId, "hello"))["seq"]!);
    }

    [Fact]
    public async Task Erasing_ends_all_access_and_tokens_do_not_recreate_the_account_for_a_while()
    {
        await using var other = await chat.StartAnotherHereAsync();
        await using var fresh = await chat.StartAnotherHereAsync();
        var token = Token(("exp", chat.Time.GetUtcNow().AddHours(2).ToUnixTimeSeconds()));
        using var ada = await SignInAsync(token);
        using var there = await SignInAsync(token, other.Url);
        var roomId = await ada.CreateRoomAsync("tea");
        await using var live = await LiveConnection.OpenAsync(ada);
        var negotiated = await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"users/{ada.Id}/negotiate");

        await ada.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { });

        await live.ClosesAsync();
        await using var back = await LiveConnection.OpenAsync(new Uri((string)negotiated["url"]!), (string)negotiated["accessToken"]!);
        await back.ClosesAsync();
        await ada.RefusedAsync(401, "unauthorized", HttpMethod.Get, "me");
        await AssertRefusedAsync(token, fresh.Url);
        await AssertRefusedAsync(Token(("jti", "renewed")), fresh.Url);
        chat.Time.Advance(TimeSpan.FromSeconds(10));
        await there.RefusedAsync(401, "unauthorized", HttpMethod.Get, $"rooms/{roomId}");
        using var users = await chat.NewUserAsync();
        await users.RefusedAsync(404, "user_not_found", HttpMethod.Get, $"users/{ada.Id}");

        chat.Time.Advance(TimeSpan.FromMinutes(17));
        using var again = await SignInAsync(Token());
        Assert.NotEqual(ada.Id, again.Id);
    }

    [Fact]
    public async Task Without_local_accounts_only_the_provider_signs_users_in()
    {
        using var local = await chat.NewUserAsync();
        await using var app = await chat.StartAnotherHereAsync(settings: "Chat:Identity:LocalAccounts=false");
        using var anonymous = ChatUser.ClientOf(app.Url, token: null);

        using var registered = await anonymous.RegisterAsync("someone");
        await Problems.AssertAsync(registered, 403, "local_accounts_disabled");
        using var loggedIn = await anonymous.LogInAsync(local.Login);
        await Problems.AssertAsync(loggedIn, 403, "local_accounts_disabled");
        await anonymous.AssertRefreshRefusedAsync((string?)local.Session["refreshToken"]);
        await local.At(app.Url).RefusedAsync(403, "local_accounts_disabled", HttpMethod.Put, "me/password", new { currentPassword = ChatUser.Password, newPassword = "a new password" });
        using var ada = await SignInAsync(Token(), app.Url);

        var options = (await anonymous.GetFromJsonAsync<JsonNode>("identity"))!;
        Assert.False((bool)options["localAccounts"]!);
        var provider = options["providers"]!.AsArray().Single()!;
        Assert.Equal(("Example", chat.Issuer.Url, "page", TestIssuer.Audience), ((string?)provider["name"], (string?)provider["authority"], (string?)provider["clientId"], (string?)provider["audience"]));
    }

    [Fact]
    public async Task While_the_provider_is_down_local_accounts_work()
    {
        await using var app = await chat.StartAnotherHereAsync();
        using var local = (await chat.NewUserAsync()).At(app.Url);
        chat.Issuer.IsDown = true;
        try
        {
            using var http = ChatUser.ClientOf(app.Url, Token());
            using var refused = await http.GetAsync("me");
            await Problems.AssertAsync(refused, 503, "unavailable");
            await local.GetAsync("me");
        }
        finally
        {
            chat.Issuer.IsDown = false;
        }
    }

    private string Token(params (string Name, object? Value)[] claims) => chat.Issuer.Token(chat.Time.GetUtcNow(), _subject, claims: claims);

    private async Task<ChatUser> SignInAsync(string token, Uri? app = null)
    {
        using var http = ChatUser.ClientOf(app ?? chat.App.Url, token);
        using var response = await http.GetAsync("me");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return ChatUser.Of(app ?? chat.App.Url, new JsonObject { ["accessToken"] = token, ["user"] = await response.Content.ReadFromJsonAsync<JsonNode>() });
    }

    private static async Task AssertRefusedAsync(string token, Uri app)
    {
        using var http = ChatUser.ClientOf(app, token);
        using var response = await http.GetAsync("me");
        await Problems.AssertAsync(response, 401, "unauthorized");
    }
}
