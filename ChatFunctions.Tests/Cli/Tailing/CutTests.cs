using ChatFunctions.Tests.Faults;

namespace ChatFunctions.Tests.Cli.Tailing;

/// <summary>A tail that loses its connections to the SignalR service or to all servers.</summary>
public sealed class CutTests : IAsyncLifetime
{
    private readonly ChatFixture _chat = new();
    private TcpProxy? _signalRProxy;
    private TcpProxy? _appProxy;
    private ChatInstance? _behindProxies;

    private TcpProxy SignalR => _signalRProxy!;

    private TcpProxy App => _appProxy!;

    public async Task InitializeAsync()
    {
        await _chat.InitializeAsync();
        _signalRProxy = TcpProxy.To(SignalRPort());
        var throughProxy = _chat.SignalRConnectionString.Replace($"Port={SignalRPort()}", $"Port={SignalR.Port}", StringComparison.Ordinal);
        _behindProxies = await ChatInstance.StartAsync(_chat.TablePrefix, throughProxy);
        _appProxy = TcpProxy.To(_behindProxies.Url.Port);
    }

    public async Task DisposeAsync()
    {
        await _behindProxies!.DisposeAsync();
        await App.DisposeAsync();
        await SignalR.DisposeAsync();
        await _chat.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_live_connection_messages_arrive_by_polling_and_later_live_again()
    {
        using var ada = await _chat.NewUserAsync();
        using var bob = await _chat.NewUserAsync();
        using var home = CliHome.Of(bob, new Uri($"http://127.0.0.1:{App.Port}"));
        var roomId = await ada.CreateRoomAsync("Tea", bob);
        await using var tail = await CliProcess.TailAsync(home, "--room", "Tea", "--json");

        await ada.SendMessageAsync(roomId, "live");
        Assert.Equal("live", await ReceivedTextAsync(tail));

        SignalR.Cut();
        await tail.WritesErrorAsync("Live connection lost.");
        await ada.SendMessageAsync(roomId, "without it");
        Assert.Equal("without it", await ReceivedTextAsync(tail));

        SignalR.Restore();
        await tail.WritesErrorAsync("Live.");
        await ada.SendMessageAsync(roomId, "live again");
        Assert.Equal("live again", await ReceivedTextAsync(tail));
    }

    [Fact]
    public async Task Messages_sent_during_an_outage_are_printed_once_and_in_order_afterwards()
    {
        using var ada = await _chat.NewUserAsync();
        using var bob = await _chat.NewUserAsync();
        using var home = CliHome.Of(bob, new Uri($"http://127.0.0.1:{App.Port}"));
        var roomId = await ada.CreateRoomAsync("Tea", bob);
        await using var tail = await CliProcess.TailAsync(home, "--json");

        SignalR.Cut();
        App.Cut();
        await tail.WritesErrorAsync("Live connection lost.");
        await ada.SendMessageAsync(roomId, "one");
        await ada.SendMessageAsync(roomId, "two");
        App.Restore();
        SignalR.Restore();
        await tail.WritesErrorAsync("Live.");
        await ada.SendMessageAsync(roomId, "three");

        foreach (var said in (string[])["one", "two", "three"])
        {
            Assert.Equal(said, await ReceivedTextAsync(tail));
        }
    }

    private int SignalRPort() => int.Parse(
        _chat.SignalRConnectionString.Split(';').Single(part => part.StartsWith("Port=", StringComparison.Ordinal)).AsSpan("Port=".Length),
        System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string?> ReceivedTextAsync(CliProcess tail) => (string?)(await tail.DocumentAsync())["text"];
}
