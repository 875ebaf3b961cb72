using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatFunctions.Accounts;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Faults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Accounts;

public sealed class RegistrationTests(ChatFixture chat) : IClassFixture<ChatFixture>, IDisposable
{
    private readonly HttpClient _anonymous = ChatUser.ClientOf(chat.App.Url, token: null);

    public void Dispose() => _anonymous.Dispose();

    [Fact]
    public async Task Registering_returns_a_session_and_the_location_of_the_account()
    {
        var login = NewLogin();
        using var response = await _anonymous.RegisterAsync(login, username: " Ada ");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/api/me", response.Headers.Location?.ToString());
        var session = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal((login, "Ada"), ((string?)session["user"]!["login"], (string?)session["user"]!["username"]));
        Assert.All(["accessToken", "accessTokenExpiresAt", "refreshToken", "refreshTokenExpiresAt"], field => Assert.NotNull((string?)session[field]));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", (string?)session["user"]!["createdAt"]);
    }

    [Fact]
    public async Task The_username_defaults_to_the_login_as_typed()
    {
        var login = NewLogin().ToUpperInvariant();
        using var response = await _anonymous.RegisterAsync(login);

        var user = (await response.Content.ReadFromJsonAsync<JsonNode>())!["user"]!;
        Assert.Equal((login, login.ToLowerInvariant()), ((string?)user["username"], (string?)user["login"]));
    }

    [Fact]
    public async Task A_login_is_taken_in_any_case()
    {
        var login = NewLogin();
        using var first = await _anonymous.RegisterAsync(login);
        using var second = await _anonymous.RegisterAsync(login.ToUpperInvariant(), "another password");

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        await Problems.AssertAsync(second, 409, "login_taken");
    }

    [Fact]
    public async Task One_of_many_concurrent_registrations_of_a_login_succeeds()
    {
        await using var another = await chat.StartAnotherAsync();
        using var there = ChatUser.ClientOf(another.Url, token: null);
        var login = NewLogin();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => (n % 2 == 0 ? _anonymous : there).RegisterAsync(login)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(9, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
    }

    [Theory]
    [InlineData("login", "ab", "long enough", null)]
    [InlineData("login", "with space", "long enough", null)]
    [InlineData("login", "späße", "long enough", null)]
    [InlineData("login", "slash/slash", "long enough", null)]
    [InlineData("login", "", "long enough", null)]
    [InlineData("password", "fine", "1234567", null)]
    [InlineData("password", "fine", null, null)]
    [InlineData("username", "fine", "long enough", "   ")]
    [InlineData("username", "fine", "long enough", "tab\there")]
    public async Task An_invalid_login_password_or_name_is_refused_by_field(string field, string login, string? password, string? username)
    {
        using var response = await _anonymous.RegisterAsync(login, password, username);

        var problem = await Problems.AssertAsync(response, 400, "validation_failed");
        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task Lengths_are_accepted_up_to_the_limits()
    {
        using var longest = await _anonymous.RegisterAsync(NewLogin().PadRight(64, 'x'), PasswordOfLength(128), new string('n', 64));
        using var shortest = await _anonymous.RegisterAsync(Guid.NewGuid().ToString("N")[..3] + Guid.NewGuid().ToString("N")[..5], PasswordOfLength(8), "n");
        using var login = await _anonymous.RegisterAsync(NewLogin().PadRight(65, 'x'));
        using var password = await _anonymous.RegisterAsync(NewLogin(), PasswordOfLength(129));
        using var username = await _anonymous.RegisterAsync(NewLogin(), username: new string('n', 65));

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created], [longest.StatusCode, shortest.StatusCode]);
        await Problems.AssertAsync(login, 400, "validation_failed");
        await Problems.AssertAsync(password, 400, "validation_failed");
        await Problems.AssertAsync(username, 400, "validation_failed");
    }

    [Theory]
    [InlineData("pass\u00e9word", "passe\u0301word")]
    [InlineData("passe\u0301word", "pass\u00e9word")]
    [InlineData("\uac00\u1100\u1161 long", "\u1100\u1161\uac00 long")]
    public async Task A_password_is_accepted_in_any_Unicode_composition(string registered, string typed)
    {
        var login = NewLogin();
        using var created = await _anonymous.RegisterAsync(login, registered);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);

        await _anonymous.LoggedInAsync(login, typed);
        await _anonymous.LoggedInAsync(login, registered);
        using var wrong = await _anonymous.LogInAsync(login, "password");
        await Problems.AssertAsync(wrong, 401, "invalid_credentials");
    }

    [Fact]
    public async Task A_registration_interrupted_anywhere_leaves_a_login_that_is_free_or_works()
    {
        var crashes = await CrashAt.EveryWriteAsync(
            chat,
            () => Task.FromResult(NewLogin()),
            (services, login) => services.GetRequiredService<AccountService>().RegisterAsync(new RegisterRequest(login, ChatUser.Password, "Nobody yet"), CancellationToken.None),
            async login =>
            {
                using var again = await _anonymous.RegisterAsync(login, username: "Nobody yet");
                var session = again.StatusCode == HttpStatusCode.Conflict
                    ? await _anonymous.LoggedInAsync(login)
                    : (await again.Content.ReadFromJsonAsync<JsonNode>())!;
                using var user = ChatUser.ClientOf(chat.App.Url, (string?)session["accessToken"]);
                var me = await user.GetFromJsonAsync<JsonNode>("me");
                Assert.Equal((login, "Nobody yet"), ((string?)me!["login"], (string?)me["username"]));
                var found = await user.GetFromJsonAsync<JsonNode>("users?q=Nobody%20yet&limit=200");
                Assert.Contains(found!["items"]!.AsArray(), item => (string?)item!["id"] == (string?)me["id"]);
            });

        // A claim, the directory, a profile and a session.
        Assert.Equal(4, crashes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_login_that_completes_a_registration_late_reverts_no_later_change(bool erased)
    {
        var login = NewLogin();
        var (users, hash) = (chat.App.Services.GetRequiredService<UserStore>(), chat.App.Services.GetRequiredService<Passwords>().Hash(ChatUser.Password));
        var row = new LoginRow
        {
            PartitionKey = UserKeys.LoginPartition(login),
            RowKey = UserKeys.Login,
            UserId = Guid.NewGuid().ToString("N"),
            PasswordHash = hash,
            Username = "before",
            CreatedAt = DateTimeOffset.UtcNow,
        };
        Assert.True(await users.ClaimAsync(row, CancellationToken.None));
        using var writing = new SemaphoreSlim(0);
        using var since = new ManualResetEventSlim();
        await using var slow = await chat.StartAnotherAsync(services => services.AddSingleton<HttpPipelineTransport>(new FaultTransport(request =>
        {
            if (request.Method == Azure.Core.RequestMethod.Post && request.Uri.Path.EndsWith("Users", StringComparison.Ordinal) && !since.IsSet)
            {
                writing.Release();
                since.Wait(TimeSpan.FromSeconds(30));
            }

            return Fault.None;
        })));
        using var there = ChatUser.ClientOf(slow.Url, token: null);

        var late = Task.Run(() => there.LogInAsync(login));
        Assert.True(await writing.WaitAsync(TimeSpan.FromSeconds(30)));
        using var user = ChatUser.ClientOf(chat.App.Url, (string?)(await _anonymous.LoggedInAsync(login))["accessToken"]);
        using var changed = erased
            ? await user.SendAsync(new HttpRequestMessage(HttpMethod.Delete, "me") { Content = JsonContent.Create(new { password = ChatUser.Password }) })
            : await user.PatchAsJsonAsync("me", new { username = "since" });
        Assert.True(changed.IsSuccessStatusCode);
        since.Set();
        using var answer = await late;

        Assert.Equal(erased ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(erased ? null : "since", (await users.ProfileAsync(row.UserId, CancellationToken.None))?.Username);
    }

    [Fact]
    public async Task A_password_that_was_hashed_as_it_was_typed_is_right_and_is_hashed_again_normalized()
    {
        const string typed = "passe\u0301word";
        var login = NewLogin();
        using var created = await _anonymous.RegisterAsync(login, typed);
        var users = chat.App.Services.GetRequiredService<UserStore>();
        var row = (await users.LoginAsync(login, CancellationToken.None))!;
        row.PasswordHash = new PasswordHasher<string>().HashPassword("", typed);
        Assert.True(await users.TryReplaceAsync(row, CancellationToken.None));

        await _anonymous.LoggedInAsync(login, typed);

        await _anonymous.LoggedInAsync(login, "pass\u00e9word");
    }

    private static string PasswordOfLength(int length) => string.Concat(Enumerable.Repeat("phrase ", 20))[..length];

    private static string NewLogin() => $"r{Guid.NewGuid():N}"[..20];
}
