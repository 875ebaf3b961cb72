using System.Globalization;
using ChatFunctions.Cli.Demo;

namespace ChatFunctions.Tests.Cli.Demo;

public sealed class DemoTests(DemoFixture chat) : IClassFixture<DemoFixture>
{
    private readonly DemoContent _content = DemoContent.Load();

    [Fact]
    public async Task Running_the_demo_twice_creates_its_content_once()
    {
        using var demo = await DemoView.LogInAsync(chat.App.Url, _content);
        var heads = await demo.HeadsAsync();
        var people = await chat.Home.JsonAsync("demo");

        Assert.Equal(_content.People.Select(person => person.Login), people.Select(person => (string?)person["login"]));
        Assert.Equal(_content.Rooms.Length, heads.Count);
        Assert.Equal(heads, await demo.HeadsAsync());
        await demo.AssertIsAsync(_content);
        Assert.Single((await demo.Of("priya").GetAsync($"rooms/{await demo.RoomIdAsync("Translations")}/invitations"))["items"]!.AsArray());
    }

    [Fact]
    public async Task An_interrupted_run_is_completed_by_the_next()
    {
        await using var app = await StartAsync();
        using var home = new CliHome(app.Url);
        await using (var demo = CliProcess.Start(home, "demo"))
        {
            using var anybody = await ChatUser.RegisterAsync(app.Url);
            await Eventually.IsTrueAsync(async () =>
                (await anybody.GetAsync("rooms/public?q=Trailhead"))["items"]!.AsArray() is [{ } lobby] && (long)lobby["head"]! > 20);
        }

        await home.JsonAsync("demo");

        using var view = await DemoView.LogInAsync(app.Url, _content);
        await view.AssertIsAsync(_content);
    }

    [Fact]
    public void The_output_lists_logins_and_what_to_try_on_one_screen()
    {
        var said = chat.Said;
        Assert.True(said is { Code: 0, Errors: "" }, said.ToString());
        Assert.True(said.Output.Count(c => c == '\n') <= 24, said.Output);
        Assert.All(_content.People, person => Assert.Contains($"{person.Login} ", said.Output, StringComparison.Ordinal));
        Assert.Contains(_content.Password, said.Output, StringComparison.Ordinal);
        Assert.Contains($"{chat.App.Url.AbsoluteUri}#/join/", said.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(chat.Home.SessionPath), "It has logged its caller in.");
    }

    [Fact]
    public async Task Conversations_have_ascending_times_of_several_days_and_end_within_the_last_hour()
    {
        using var demo = await DemoView.LogInAsync(chat.App.Url, _content);

        var lobby = await demo.TimesAsync("mara", "Trailhead lobby");
        var team = await demo.TimesAsync("mara", "Trailmark team");

        Assert.All([lobby, team], times =>
        {
            Assert.Equal(times.Order(), times);
            Assert.True(times.DistinctBy(time => time.UtcDateTime.Date).Count() >= 3, string.Join(' ', times));
            Assert.InRange(DateTimeOffset.UtcNow - times[^1], TimeSpan.Zero, TimeSpan.FromHours(1));
        });
        Assert.Empty(await chat.Home.JsonAsync("keys", "list"));
    }

    [Fact]
    public async Task A_missing_master_key_is_reported()
    {
        await using var app = await StartAsync("AzureFunctionsJobHost:masterKey=the master key");
        using var home = new CliHome(app.Url);

        Assert.Contains("CHAT_MASTER_KEY", (await home.RunAsync("demo")).Refused(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_function_key_notifications_are_skipped_and_that_is_reported()
    {
        await using var app = await StartAsync("AzureFunctionsJobHost:masterKey=the master key");
        using var home = new CliHome(app.Url) { Environment = { ["CHAT_MASTER_KEY"] = "the master key" } };

        var said = await home.RunAsync("demo");

        Assert.Equal(0, said.Code);
        Assert.Contains("CHAT_FUNCTION_KEY", said.Output, StringComparison.Ordinal);
        using var demo = await DemoView.LogInAsync(app.Url, _content);
        Assert.Empty((await demo.Of("mara").GetAsync("notifications"))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("2026-11-29T00:01:00+01:00")]
    [InlineData("2026-11-29T12:00:00+01:00")]
    [InlineData("2026-11-29T23:59:00+01:00")]
    public void Times_ascend_at_any_time_of_day_and_also_after_an_interrupted_run(string nowText)
    {
        var now = DateTimeOffset.Parse(nowText, CultureInfo.InvariantCulture);

        var times = DemoTimes.Of(40, TimeSpan.FromMinutes(5), now);
        var continued = DemoTimes.Of(40, TimeSpan.FromMinutes(5), now.AddMinutes(2));

        Assert.Equal(times.Order(), times);
        Assert.All(times.Zip(continued.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.True(times.DistinctBy(time => time.ToOffset(now.Offset).Date).Count() >= 3);
    }

    [Fact]
    public async Task An_unreachable_chat_is_reported_in_one_line()
    {
        using var nowhere = new CliHome(new Uri($"http://127.0.0.1:{FreePort.Find()}"));

        Assert.Contains("./chat run", (await nowhere.RunAsync("demo")).Refused(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_of_another_user_stops_the_demo()
    {
        await using var app = await StartAsync();
        using var http = ChatUser.ClientOf(app.Url, token: null);
        using var taken = await http.PostAsync("register", new StringContent("""{"login":"tom","password":"not the demo's"}"""));
        Assert.True(taken.IsSuccessStatusCode);
        using var home = new CliHome(app.Url);

        Assert.Contains("tom", (await home.RunAsync("demo")).Refused(1), StringComparison.Ordinal);
    }

    private Task<ChatInstance> StartAsync(params string[] settings) =>
        ChatInstance.StartAsync(ChatInstance.NewTablePrefix(), chat.SignalRConnectionString, settings: settings);
}

/// <summary>A chat in which the demo was run.</summary>
public sealed class DemoFixture : OwnChatFixture, IDisposable
{
    private CliHome? _home;
    private CliResult? _said;

    internal CliHome Home => _home!;

    internal CliResult Said => _said!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _home = new CliHome(App.Url);
        _said = await _home.RunAsync("demo");
    }

    public void Dispose() => _home?.Dispose();
}
