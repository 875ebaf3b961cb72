using Azure.Core;
using Azure.Core.Pipeline;
using ChatFunctions.Hosting;
using ChatFunctions.Live;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ChatFunctions.Tests.Live;

public sealed class OpeningConnectionTests(ChatFixture chat) : IClassFixture<ChatFixture>
{
    private const int Connections = 3 * LiveServices.OpeningConnections;

    [Fact]
    public async Task Of_many_connections_that_open_at_once_a_few_are_worked_on_at_a_time()
    {
        using var ada = await chat.NewUserAsync();
        var gate = new PresenceGate();
        using var app = await ChatInstance.BuildAsync(chat.TablePrefix, chat.SignalRConnectionString, services => services.AddSingleton<HttpPipelinePolicy>(gate));
        var functions = ActivatorUtilities.CreateInstance<RealtimeFunctions>(app.Services);
        var sessionId = new JsonWebToken((string)ada.Session["accessToken"]!).GetClaim("sid").Value;
        var url = app.Services.GetRequiredService<SessionTickets>().AddTo("https://chat", new Caller(ada.Id, ada.Username, sessionId));

        var opening = Task.WhenAll(Enumerable.Range(0, Connections).Select(n => functions.Connected(
            new SignalRInvocationContext { UserId = ada.Id, ConnectionId = $"c{n}", Query = QueryHelpers.ParseQuery(new Uri(url).Query) }, CancellationToken.None)));
        await Eventually.IsTrueAsync(() => gate.SessionsRead == Connections && gate.Waiting == LiveServices.OpeningConnections);
        gate.Open();
        await opening;

        Assert.Equal(LiveServices.OpeningConnections, gate.MostWaiting);
    }

    /// <summary>Holds up what reads a lease until it is opened.</summary>
    private sealed class PresenceGate : HttpPipelinePolicy
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _waiting;
        private int _sessionsRead;

        public int Waiting => Volatile.Read(ref _waiting);

        public int SessionsRead => Volatile.Read(ref _sessionsRead);

        public int MostWaiting { get; private set; }

        public void Open()
        {
            MostWaiting = Waiting;
            _open.SetResult();
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (message.Request.Uri.Path.Contains("Presence(", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _waiting);
                await _open.Task;
            }

            await ProcessNextAsync(message, pipeline);
            if (message.Request.Uri.Path.Contains("session", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _sessionsRead);
            }
        }
    }
}
