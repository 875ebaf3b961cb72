using System.Net;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using ChatFunctions.Live;
using ChatFunctions.Tests.Faults;
using ChatFunctions.Tests.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Live;

/// <summary>An instance whose connection to the SignalR service fails; live clients connect through another instance.</summary>
public sealed class BroadcastFaultTests(ChatFixture chat) : IClassFixture<ChatFixture>, IAsyncLifetime
{
    private const string ThumbsUp = "%F0%9F%91%8D";

    /// <summary>Callers that use keep-alive connections and send one request after another.</summary>
    private const int Callers = 8;

    private readonly AfterCommit _afterCommit = new();
    private TcpProxy? _service;
    private ChatInstance? _app;

    private TcpProxy Service => _service!;

    private ChatInstance App => _app!;

    private LiveCircuitBreaker Breaker => App.Services.GetRequiredService<LiveCircuitBreaker>();

    public async Task InitializeAsync()
    {
        var port = chat.SignalRConnectionString.Split(';').Single(part => part.StartsWith("Port=", StringComparison.Ordinal));
        _service = TcpProxy.To(int.Parse(port.AsSpan("Port=".Length), System.Globalization.CultureInfo.InvariantCulture));
        _app = await ChatInstance.StartAsync(
            chat.TablePrefix,
            chat.SignalRConnectionString.Replace(port, $"Port={Service.Port}", StringComparison.Ordinal),
            replace: services => services.AddSingleton<HttpPipelinePolicy>(_afterCommit));
    }

    public async Task DisposeAsync()
    {
        Service.Resume();
        await App.DisposeAsync();
        await Service.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Every_operation_answers_as_usual_while_SignalR_is_down_and_broadcasts_resume_afterwards(bool hangs) =>
        FailAsync(hangs, chromium: null);

    [ChromiumTheory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_page_in_Chromium_gets_its_usual_answers(bool hangs) => FailAsync(hangs, ChromiumTheoryAttribute.Path);

    [Fact]
    public async Task A_service_that_takes_300_ms_loses_no_broadcast()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("slow", bob);
        await using var live = await chat.OpenInAsync(bob, roomId);
        using var sender = ada.At(App.Url);
        Service.Delay = TimeSpan.FromMilliseconds(300);

        // Long enough for several probes of the service.
        var seqs = new List<long>();
        using var enough = new CancellationTokenSource((LiveCircuitBreaker.FailuresToOpen + 2) * LiveCircuitBreaker.ProbeInterval);
        while (!enough.IsCancellationRequested)
        {
            seqs.Add((long)(await sender.SendMessageAsync(roomId, "slow"))["seq"]!);
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        foreach (var seq in seqs)
        {
            await live.ReceivesAsync(roomId, seq);
        }
    }

    [Fact]
    public async Task A_message_whose_sender_disconnected_appears_in_the_next_heartbeat_and_a_repeated_send_broadcasts_it()
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("left", bob);
        await using var live = await chat.OpenInAsync(bob, roomId);
        using var sender = ada.At(App.Url);
        var seq = (long)(await sender.SendMessageAsync(roomId, "received"))["seq"]! + 1;
        await live.ReceivesAsync(roomId, seq - 1);

        using var leaving = new CancellationTokenSource();
        _afterCommit.Do = leaving.CancelAsync;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender.Http.PostAsync($"rooms/{roomId}/messages", Json(), leaving.Token));

        foreach (var app in new[] { chat.App.Url, App.Url })
        {
            using var beating = bob.At(app);
            var lease = await beating.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, "presence", new { rooms = new[] { roomId } });
            Assert.Equal(seq, (long)lease["heads"]![roomId]!);
        }

        var again = await sender.ExpectAsync(HttpStatusCode.OK, HttpMethod.Post, $"rooms/{roomId}/messages", new { text = "left", clientMessageId = "left" });
        Assert.Equal(seq, (long)again["seq"]!);
        await live.ReceivesAsync(roomId, seq);

        static StringContent Json() => new("""{"text":"left","clientMessageId":"left"}""", System.Text.Encoding.UTF8, "application/json");
    }

    private async Task FailAsync(bool hangs, string? chromium)
    {
        using var ada = await chat.NewUserAsync();
        using var bob = await chat.NewUserAsync();
        var roomId = await ada.CreateRoomAsync("faults", bob);
        await using var live = await chat.OpenInAsync(bob, roomId);
        using var sender = ada.At(App.Url);
        await using var node = await NodeProcess.StartAsync("ChatFunctions.Tests/Live/fetch-caller.mjs", [$"{sender.Http.BaseAddress}rooms/{roomId}", .. chromium is null ? (IEnumerable<string>)[] : [chromium]]);
        await node.WriteAsync((string)ada.Session["accessToken"]! + "\n");
        await RoundsAsync();

        Action(fail: true);

        // The fault is permanent, so an operation that waited for its broadcast would never be answered.
        do
        {
            await RoundsAsync();
        }
        while (!Breaker.IsOpen);
        await RoundsAsync();
        Assert.True(Breaker.IsOpen);

        Action(fail: false);
        await Eventually.IsTrueAsync(() => !Breaker.IsOpen);
        var sent = await sender.SendMessageAsync(roomId, "live again");
        await live.ReceivesAsync(roomId, (long)sent["seq"]!);

        Task RoundsAsync() => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => RoundAsync(sender, roomId)).Append(NodeRoundAsync(node)));

        void Action(bool fail)
        {
            if (hangs)
            {
                (fail ? (Action)Service.Pause : Service.Resume)();
            }
            else
            {
                (fail ? (Action)Service.Cut : Service.Restore)();
            }
        }
    }

    private static async Task NodeRoundAsync(NodeProcess node)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await node.WriteAsync("round\n");
        Assert.Equal("answered", await node.ReadLineAsync(limit.Token));
    }

    /// <summary>Calls each operation that broadcasts, and expects its usual answer.</summary>
    private static async Task RoundAsync(ChatUser user, string roomId)
    {
        var seq = (long)(await user.SendMessageAsync(roomId, "hello"))["seq"]!;
        var message = $"rooms/{roomId}/messages/{seq}";
        await OkAsync(HttpMethod.Patch, message, new { text = "hello again" });
        Assert.NotEmpty((await OkAsync(HttpMethod.Put, $"{message}/reactions/{ThumbsUp}"))["reactions"]!.AsArray());
        Assert.Empty((await OkAsync(HttpMethod.Delete, $"{message}/reactions/{ThumbsUp}"))["reactions"]!.AsArray());
        Assert.True((long)(await OkAsync(HttpMethod.Put, $"rooms/{roomId}/read", new { seq }))["seq"]! >= seq);
        Assert.Equal(user.Id, (string?)(await user.ExpectAsync(HttpStatusCode.Accepted, HttpMethod.Post, $"rooms/{roomId}/typing"))["userId"]);
        Assert.True((bool)(await OkAsync(HttpMethod.Delete, message))["deleted"]!);
        await OkAsync(HttpMethod.Get, message);
        var ownRoom = await user.CreateRoomAsync("own");
        await OkAsync(HttpMethod.Patch, $"rooms/{ownRoom}", new { name = "renamed" });
        Assert.Equal(ownRoom, (string?)(await OkAsync(HttpMethod.Delete, $"rooms/{ownRoom}"))["id"]);
        await OkAsync(HttpMethod.Post, "presence", new { rooms = new[] { roomId } });

        Task<JsonNode> OkAsync(HttpMethod method, string path, object? body = null) => user.ExpectAsync(HttpStatusCode.OK, method, path, body);
    }

    /// <summary>Runs an action once, after the next commit and before its broadcast.</summary>
    private sealed class AfterCommit : HttpPipelinePolicy
    {
        public Func<Task>? Do { get; set; }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (Do is { } act && message.Request.Method == RequestMethod.Post && message.Request.Uri.Path.Contains("$batch", StringComparison.Ordinal))
            {
                Do = null;
                await act();
            }
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
    }
}
