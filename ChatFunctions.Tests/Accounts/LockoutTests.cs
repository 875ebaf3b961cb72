using System.Net;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using ChatFunctions.Accounts;
using ChatFunctions.Storage;
using ChatFunctions.Tests.Faults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatFunctions.Tests.Accounts;

public sealed class LockoutTests(ChatFixture chat) : IClassFixture<ChatFixture>, IAsyncLifetime
{
    private const string Wrong = "wrong password";

    private readonly SteppedTimeProvider _time = new();
    private readonly RequestCounter _requests = new();
    private readonly CountingPasswords _passwords = new();
    private ChatInstance _app = null!;
    private HttpClient _anonymous = null!;

    public async Task InitializeAsync()
    {
        _app = await StartAsync();
        _anonymous = From("203.0.113.7");
    }

    public async Task DisposeAsync()
    {
        _anonymous.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_lock_grows_from_one_second_to_fifteen_minutes_whether_or_not_the_login_exists(bool exists)
    {
        var login = await LoginAsync(exists);
        await FailAsync(login, 9);
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900 })
        {
            await FailAsync(login, 1);
            await AssertLockedAsync(login, Wrong, seconds);
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            await AssertLockedAsync(login, ChatUser.Password, 1);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public async Task A_locked_login_does_not_verify_the_password()
    {
        var login = await LoginAsync(exists: true);
        await FailAsync(login, 10);
        var before = _passwords.Verified;

        await AssertLockedAsync(login, ChatUser.Password, 1);

        Assert.Equal(before, _passwords.Verified);
    }

    [Fact]
    public async Task A_right_password_after_the_lock_resets_the_count()
    {
        var login = await LoginAsync(exists: true);
        await FailAsync(login, 10);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _anonymous.LoggedInAsync(login);

        await FailAsync(login, 9);
        await _anonymous.LoggedInAsync(login);
        await FailAsync(login, 10);
        await AssertLockedAsync(login, ChatUser.Password, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ten_of_concurrent_guesses_on_two_instances_are_verified(bool exists)
    {
        await using var another = await StartAsync();
        using var there = ChatUser.ClientOf(another.Url, token: null);
        there.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        var login = await LoginAsync(exists);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => (n % 2 == 0 ? _anonymous : there).LogInAsync(login, Wrong)));

        Assert.Equal(10, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
        Assert.Equal(30, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task A_right_guess_verified_after_the_lock_is_refused()
    {
        var login = await LoginAsync(exists: true);
        await FailAsync(login, 9);

        // The right password is received before the lock and verified after the tenth wrong one has locked the login.
        _passwords.Before(ChatUser.Password, () => FailAsync(login, 1));
        await AssertLockedAsync(login, ChatUser.Password, 1);
    }

    [Fact]
    public async Task A_wrong_guess_is_counted_once_when_the_storage_client_retries()
    {
        var befell = 0;
        await using var faulty = await StartAsync(services => services.AddSingleton<HttpPipelineTransport>(new FaultTransport(
            request => request.Uri.Path.Contains("attempts", StringComparison.Ordinal) && request.Method.Method == "PUT" && Interlocked.Exchange(ref befell, 1) == 0
                ? Fault.LostAfter
                : Fault.None)));
        using var there = ChatUser.ClientOf(faulty.Url, token: null);
        there.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        var login = await LoginAsync(exists: true);
        await FailAsync(login, 1);
        using var counted = await there.LogInAsync(login, Wrong);
        Assert.Equal((HttpStatusCode.Unauthorized, 1), (counted.StatusCode, befell));

        await FailAsync(login, 8);
        await AssertLockedAsync(login, ChatUser.Password, 1);
    }

    [Fact]
    public async Task A_strangers_wrong_passwords_do_not_lock_out_the_owner()
    {
        using var owner = await ChatUser.RegisterAsync(_app.Url);
        await FailAsync(owner.Login, 10);
        await AssertLockedAsync(owner.Login, ChatUser.Password, 1);

        using var elsewhere = From("198.51.100.1");
        await elsewhere.LoggedInAsync(owner.Login);
        await ChangePasswordAsync(owner, ChatUser.Password, HttpStatusCode.NoContent);
        await AssertLockedAsync(owner.Login, ChatUser.Password, 1);
        await owner.ExpectAsync(HttpStatusCode.OK, HttpMethod.Delete, "me", new { password = ChatUser.Password });
    }

    [Fact]
    public async Task Guesses_from_many_addresses_lock_the_login_but_not_its_sessions()
    {
        using var owner = await ChatUser.RegisterAsync(_app.Url);
        for (var address = 1; address <= Limits.LoginFailuresTotal; address++)
        {
            using var guesser = From($"198.51.100.{address}");
            using var wrong = await guesser.LogInAsync(owner.Login, Wrong);
            await Problems.AssertAsync(wrong, 401, "invalid_credentials");
        }

        await AssertLockedAsync(owner.Login, ChatUser.Password, 120);
        await ChangePasswordAsync(owner, ChatUser.Password, HttpStatusCode.NoContent);

        _time.Advance(TimeSpan.FromMinutes(2));
        await FailAsync(owner.Login, 1);
        await AssertLockedAsync(owner.Login, ChatUser.Password, 120);
        _time.Advance(TimeSpan.FromMinutes(2));
        await _anonymous.LoggedInAsync(owner.Login);
    }

    [Fact]
    public async Task One_address_alone_never_locks_the_login()
    {
        var login = await LoginAsync(exists: true);
        for (var guess = 0; guess < 2 * Limits.LoginFailuresTotal; guess++)
        {
            using var wrong = await _anonymous.LogInAsync(login, Wrong);
            if (wrong.StatusCode == HttpStatusCode.TooManyRequests)
            {
                _time.Advance(wrong.Headers.RetryAfter!.Delta!.Value);
            }
        }

        using var elsewhere = From("198.51.100.1");
        await elsewhere.LoggedInAsync(login);
    }

    [Fact]
    public async Task Wrong_passwords_in_a_session_lock_that_session_only()
    {
        using var owner = await ChatUser.RegisterAsync(_app.Url);
        using var other = owner.With(await _anonymous.LoggedInAsync(owner.Login));
        for (var guess = 0; guess < Limits.LoginFailures; guess++)
        {
            await other.RefusedAsync(403, "wrong_password", HttpMethod.Delete, "me", new { password = Wrong });
        }

        await other.RefusedAsync(429, "too_many_attempts", HttpMethod.Delete, "me", new { password = ChatUser.Password });
        await ChangePasswordAsync(other, ChatUser.Password, HttpStatusCode.TooManyRequests);
        await ChangePasswordAsync(owner, ChatUser.Password, HttpStatusCode.NoContent);
        await _anonymous.LoggedInAsync(owner.Login);
    }

    [Fact]
    public async Task Addresses_of_an_ipv6_network_count_as_one()
    {
        var login = await LoginAsync(exists: true);
        for (var guess = 0; guess < Limits.LoginFailures; guess++)
        {
            using var there = From($"2001:db8:1:2::{guess}");
            using var wrong = await there.LogInAsync(login, Wrong);
            await Problems.AssertAsync(wrong, 401, "invalid_credentials");
        }

        using var locked = From("2001:db8:1:2:ffff::1");
        using var refused = await locked.LogInAsync(login);
        await Problems.AssertAsync(refused, 429, "too_many_attempts");
        using var neighbour = From("2001:db8:1:3::1");
        await neighbour.LoggedInAsync(login);
    }

    [Fact]
    public async Task A_right_password_costs_seven_requests_whether_or_not_wrong_ones_came_before()
    {
        var login = await LoginAsync(exists: true);
        await _anonymous.LoggedInAsync(login);

        Assert.Equal(7, await _requests.CountAsync(() => _anonymous.LoggedInAsync(login)));
        await FailAsync(login, 1);
        Assert.Equal(7, await _requests.CountAsync(() => _anonymous.LoggedInAsync(login)));
        using var elsewhere = From("198.51.100.1");
        await FailAsync(login, 1);
        Assert.Equal(7, await _requests.CountAsync(() => elsewhere.LoggedInAsync(login)));
    }

    [Fact]
    public async Task A_row_of_an_earlier_version_is_read_and_addresses_are_stored_hashed()
    {
        var login = await LoginAsync(exists: true);
        var table = _app.Services.GetRequiredService<ChatTables>().Users(UserKeys.LoginPartition(login));
        await table.AddEntityAsync(new TableEntity(UserKeys.LoginPartition(login), UserKeys.Attempts)
        {
            ["Failures"] = 13,
            ["LockedUntil"] = _time.GetUtcNow().AddMinutes(1),
            ["LastGuess"] = "guess",
        });

        await FailAsync(login, 1);
        var stored = (await table.GetEntityAsync<TableEntity>(UserKeys.LoginPartition(login), UserKeys.Attempts)).Value;
        Assert.DoesNotContain("203.0.113.7", string.Join(" ", stored.Select(column => column.Value)), StringComparison.Ordinal);
        await _anonymous.LoggedInAsync(login);

        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>(UserKeys.LoginPartition(login), UserKeys.Attempts)).HasValue);
    }

    [Fact]
    public async Task Answer_and_cost_do_not_reveal_whether_a_login_exists()
    {
        var (known, unknown) = (await LoginAsync(exists: true), await LoginAsync(exists: false));
        for (var failures = 1; failures <= 11; failures++)
        {
            var (here, there) = (await ObserveAsync(known), await ObserveAsync(unknown));
            Assert.Equal(here, there);
        }
    }

    [Fact]
    public async Task An_impossible_login_is_refused_like_an_unknown_one()
    {
        foreach (var login in new[] { "späße", "a/b", "x y", new string('x', 65), "'" })
        {
            using var response = await _anonymous.LogInAsync(login);
            await Problems.AssertAsync(response, 401, "invalid_credentials");
        }
    }

    [Theory]
    [InlineData(null, "password", "login")]
    [InlineData("somebody", null, "password")]
    [InlineData("somebody", "", "password")]
    public async Task A_login_without_its_fields_is_refused(string? login, string? password, string field)
    {
        using var response = await _anonymous.LogInAsync(login, password);
        var problem = await Problems.AssertAsync(response, 400, "validation_failed");
        Assert.NotNull(problem["errors"]![field]);
    }

    [Fact]
    public async Task Logging_in_rehashes_a_password_with_another_iteration_count()
    {
        var login = await LoginAsync(exists: true);
        await using var dearer = await chat.StartAnotherAsync(replace: null, "Chat:Passwords:IterationCount=2000");
        using var there = ChatUser.ClientOf(dearer.Url, token: null);
        var users = dearer.Services.GetRequiredService<UserStore>();
        var before = (await users.LoginAsync(login, CancellationToken.None))!.PasswordHash;

        await there.LoggedInAsync(login);
        var after = (await users.LoginAsync(login, CancellationToken.None))!.PasswordHash;
        await there.LoggedInAsync(login);

        Assert.NotEqual(before, after);
        Assert.Equal(after, (await users.LoginAsync(login, CancellationToken.None))!.PasswordHash);
    }

    private Task<ChatInstance> StartAsync(Action<IServiceCollection>? more = null) => chat.StartAnotherAsync(
        services =>
        {
            services.AddSingleton<TimeProvider>(_time);
            services.AddSingleton<HttpPipelinePolicy>(_requests);
            services.AddSingleton<Passwords>(_passwords);
            more?.Invoke(services);
        },
        "Chat:RateLimits:TrustForwardedFor=true");

    /// <summary>An anonymous client with an address.</summary>
    private HttpClient From(string address)
    {
        var http = ChatUser.ClientOf(_app.Url, token: null);
        http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return http;
    }

    private static Task<JsonNode> ChangePasswordAsync(ChatUser user, string currentPassword, HttpStatusCode expected) =>
        user.ExpectAsync(expected, HttpMethod.Put, "me/password", new { currentPassword, newPassword = ChatUser.Password });

    private async Task<string> LoginAsync(bool exists)
    {
        if (!exists)
        {
            return $"nobody{Guid.NewGuid():N}";
        }

        using var user = await ChatUser.RegisterAsync(_app.Url);
        return user.Login;
    }

    private async Task FailAsync(string login, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await _anonymous.LogInAsync(login, Wrong);
            await Problems.AssertAsync(response, 401, "invalid_credentials");
        }
    }

    private async Task AssertLockedAsync(string login, string password, int seconds)
    {
        using var response = await _anonymous.LogInAsync(login, password);
        await Problems.AssertAsync(response, 429, "too_many_attempts");
        Assert.Equal(TimeSpan.FromSeconds(seconds), response.Headers.RetryAfter?.Delta);
    }

    /// <summary>Everything that an attacker could observe or measure.</summary>
    private async Task<(string Answer, string? RetryAfter, int Requests, int Verified)> ObserveAsync(string login)
    {
        var (requests, verified) = (_requests.Count, _passwords.Verified);
        using var response = await _anonymous.LogInAsync(login, Wrong);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        problem.Remove("traceId");
        return (problem.ToJsonString(), response.Headers.RetryAfter?.ToString(), _requests.Count - requests, _passwords.Verified - verified);
    }

    private sealed class CountingPasswords() : Passwords(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }))
    {
        private int _verified;
        private (string Password, Func<Task> Do)? _before;

        public int Verified => Volatile.Read(ref _verified);

        /// <summary>Runs an action before this password is verified the next time.</summary>
        public void Before(string password, Func<Task> @do) => _before = (password, @do);

        public override PasswordVerificationResult Verify(string? hash, string password)
        {
            if (_before is { } before && before.Password == password)
            {
                _before = null;
                Task.Run(before.Do).GetAwaiter().GetResult();
            }

            Interlocked.Increment(ref _verified);
            return base.Verify(hash, password);
        }
    }
}
