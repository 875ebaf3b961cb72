using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Azure.Core;
using Azure.Core.Pipeline;
using ChatFunctions.Hosting;
using ChatFunctions.Live;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ChatFunctions.Tests.Live;

public sealed class ConnectionEventTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private const int Connections = 3 * LiveServices.ConcurrentEvents;

    [Fact]
    public Task A_bounded_number_of_opening_connections_uses_storage_concurrently() =>
        BoundsStorageUseAsync((functions, connection) => functions.Connected(connection, CancellationToken.None));

    [Fact]
    public Task A_bounded_number_of_closing_connections_uses_storage_concurrently() =>
        BoundsStorageUseAsync((functions, connection) => functions.Disconnected(connection, CancellationToken.None));

    [Fact]
    public async Task Opening_a_connection_reads_each_membership_once()
    {
        using var ada = await chat.NewUserAsync();
        string[] roomIds = [await ada.CreateRoomAsync("one"), await ada.CreateRoomAsync("two")];
        var storage = new RequestGate(expected: 0);
        storage.Open();
        using var app = await ChatInstance.BuildAsync(chat.TablePrefix, chat.SignalRConnectionString, services => services.AddSingleton<HttpPipelinePolicy>(storage));

        var live = await FunctionsOf(app).Connected(ConnectionOf(ada, "c", app), CancellationToken.None);

        Assert.Equal(roomIds.Order(), live.Groups!.Select(action => action.GroupName).Order());
        // Other users whose leases have expired may be announced, too.
        var announced = live.Messages!.Where(message => message.Arguments is [PresenceChange change] && change.UserId == ada.Id);
        Assert.Equal(roomIds.Order(), announced.Select(message => message.GroupName).Order());
        Assert.Equal(roomIds.Length, storage.Reads.Count(path => path.Contains($"member:{ada.Id}", StringComparison.Ordinal)));
    }

    private async Task BoundsStorageUseAsync(Func<RealtimeFunctions, SignalRInvocationContext, Task<LiveEvent>> handle)
    {
        using var ada = await chat.NewUserAsync();
        var storage = new RequestGate(LiveServices.ConcurrentEvents);
        using var app = await ChatInstance.BuildAsync(chat.TablePrefix, chat.SignalRConnectionString, services => services.AddSingleton<HttpPipelinePolicy>(storage));
        var functions = FunctionsOf(app);

        Task handled = Task.WhenAll(Enumerable.Range(0, Connections).Select(n => handle(functions, ConnectionOf(ada, $"c{n}", app))).ToList());

        // Each event starts with one request.
        await storage.Reached.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(LiveServices.ConcurrentEvents, storage.Waiting);
        Assert.Equal(Connections - LiveServices.ConcurrentEvents, app.Services.GetRequiredKeyedService<ConcurrencyLimiter>(nameof(RealtimeFunctions)).GetStatistics()!.CurrentQueuedCount);
        storage.Open();

        // On a busy machine some give up, because all change the same row.
        await handled.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static RealtimeFunctions FunctionsOf(IHost app) => ActivatorUtilities.CreateInstance<RealtimeFunctions>(app.Services);

    private static SignalRInvocationContext ConnectionOf(ChatUser user, string connectionId, IHost app)
    {
        var sessionId = new JsonWebToken((string)user.Session["accessToken"]!).GetClaim("sid").Value;
        var url = app.Services.GetRequiredService<SessionTickets>().AddTo("https://chat", new Caller(user.Id, user.Username, sessionId));
        return new SignalRInvocationContext { UserId = user.Id, ConnectionId = connectionId, Query = QueryHelpers.ParseQuery(new Uri(url).Query) };
    }

    /// <summary>Holds requests to storage about sessions, leases and rooms until it is opened.</summary>
    private sealed class RequestGate(int expected) : HttpPipelinePolicy
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _waiting;

        public int Waiting => Volatile.Read(ref _waiting);

        /// <summary>Completes when the expected number of requests is waiting.</summary>
        public Task Reached => _reached.Task;

        public ConcurrentBag<string> Reads { get; } = [];

        public void Open() => _open.TrySetResult();

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var path = Uri.UnescapeDataString(message.Request.Uri.Path);

            // Every instance reads the list of ended sessions in the background.
            if (!path.Contains("Directory", StringComparison.Ordinal))
            {
                if (message.Request.Method == RequestMethod.Get)
                {
                    Reads.Add(path);
                }

                if (Interlocked.Increment(ref _waiting) == expected)
                {
                    _reached.TrySetResult();
                }

                await _open.Task;
            }

            await ProcessNextAsync(message, pipeline);
        }
    }
}
