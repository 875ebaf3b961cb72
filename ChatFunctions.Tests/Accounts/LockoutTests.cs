using System.Net;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatFunctions.Accounts;
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
    private HttpClient _nobody = null!;

    public async Task InitializeAsync()
    {
        _app = await StartAsync();
        _nobody = ChatUser.ClientOf(_app.Url, token: null);
    }

    public async Task DisposeAsync()
    {
        _nobody.Dispose();
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
    public async Task A_right_password_after_the_lock_forgets_the_wrong_ones()
    {
        var login = await LoginAsync(exists: true);
        await FailAsync(login, 10);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _nobody.LoggedInAsync(login);

        await FailAsync(login, 9);
        await _nobody.LoggedInAsync(login);
        await FailAsync(login, 10);
        await AssertLockedAsync(login, ChatUser.Password, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_guesses_made_in_parallel_on_two_instances_ten_are_judged(bool exists)
    {
        await using var another = await StartAsync();
        using var there = ChatUser.ClientOf(another.Url, token: null);
        var login = await LoginAsync(exists);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => (n % 2 == 0 ? _nobody : there).LogInAsync(login, Wrong)));

        Assert.Equal(10, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
        Assert.Equal(30, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task A_right_guess_judged_after_the_lock_is_not_let_in()
    {
        var login = await LoginAsync(exists: true);
        await FailAsync(login, 9);

        // The right one is read in while the login is open, and verified after the tenth wrong one has locked it.
        _passwords.Before(ChatUser.Password, () => FailAsync(login, 1));
        await AssertLockedAsync(login, ChatUser.Password, 1);
    }

    [Fact]
    public async Task A_wrong_guess_is_counted_once_when_the_pipeline_repeats_the_count()
    {
        var befell = 0;
        await using var faulty = await StartAsync(services => services.AddSingleton<HttpPipelineTransport>(new FaultTransport(
            request => request.Uri.Path.Contains("attempts", StringComparison.Ordinal) && request.Method.Method == "PUT" && Interlocked.Exchange(ref befell, 1) == 0
                ? Fault.LostAfter
                : Fault.None)));
        using var there = ChatUser.ClientOf(faulty.Url, token: null);
        var login = await LoginAsync(exists: true);
        await FailAsync(login, 1);
        using var counted = await there.LogInAsync(login, Wrong);
        Assert.Equal((HttpStatusCode.Unauthorized, 1), (counted.StatusCode, befell));

        await FailAsync(login, 8);
        await AssertLockedAsync(login, ChatUser.Password, 1);
    }

    [Fact]
    public async Task Whether_a_login_exists_shows_neither_in_the_answer_nor_in_the_work_done()
    {
        var (known, unknown) = (await LoginAsync(exists: true), await LoginAsync(exists: false));
        for (var failures = 1; failures <= 11; failures++)
        {
            var (here, there) = (await ObserveAsync(known), await ObserveAsync(unknown));
            Assert.Equal(here, there);
        }
    }

    [Fact]
    public async Task What_can_not_be_a_login_is_refused_like_one_that_nobody_has()
    {
        foreach (var login in new[] { "späße", "a/b", "x y", new string('x', 65), "'" })
        {
            using var response = await _nobody.LogInAsync(login);
            await Problems.AssertAsync(response, 401, "invalid_credentials");
        }
    }

    [Theory]
    [InlineData(null, "password", "login")]
    [InlineData("somebody", null, "password")]
    [InlineData("somebody", "", "password")]
    public async Task A_login_without_its_fields_is_refused(string? login, string? password, string field)
    {
        using var response = await _nobody.LogInAsync(login, password);
        var problem = await Problems.AssertAsync(response, 400, "validation_failed");
        Assert.NotNull(problem["errors"]![field]);
    }

    [Fact]
    public async Task A_password_hashed_at_another_cost_is_hashed_anew_by_logging_in()
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

    private Task<ChatInstance> StartAsync(Action<IServiceCollection>? more = null) => chat.StartAnotherAsync(services =>
    {
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton<HttpPipelinePolicy>(_requests);
        services.AddSingleton<Passwords>(_passwords);
        more?.Invoke(services);
    });

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
            using var response = await _nobody.LogInAsync(login, Wrong);
            await Problems.AssertAsync(response, 401, "invalid_credentials");
        }
    }

    private async Task AssertLockedAsync(string login, string password, int seconds)
    {
        using var response = await _nobody.LogInAsync(login, password);
        await Problems.AssertAsync(response, 429, "too_many_attempts");
        Assert.Equal(TimeSpan.FromSeconds(seconds), response.Headers.RetryAfter?.Delta);
    }

    /// <summary>All that somebody outside could see or time.</summary>
    private async Task<(string Answer, string? RetryAfter, int Requests, int Verified)> ObserveAsync(string login)
    {
        var (requests, verified) = (_requests.Count, _passwords.Verified);
        using var response = await _nobody.LogInAsync(login, Wrong);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        problem.Remove("traceId");
        return (problem.ToJsonString(), response.Headers.RetryAfter?.ToString(), _requests.Count - requests, _passwords.Verified - verified);
    }

    private sealed class CountingPasswords() : Passwords(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }))
    {
        private int _verified;
        private (string Password, Func<Task> Do)? _before;

        public int Verified => Volatile.Read(ref _verified);

        /// <summary>Does something when this password is verified the next time, first.</summary>
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
