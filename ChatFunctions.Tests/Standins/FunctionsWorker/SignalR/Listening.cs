using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.SignalR;

/// <summary>An app that listens to events.</summary>
public static class Listening
{
    internal const string Connection = $"AzureSignalRConnectionString=Endpoint=http://localhost;AccessKey={FakeSignalR.AccessKey};Version=1.0;";

    internal static Task<FunctionApp> StartAsync(Seen? seen = null, Action<FunctionsApplicationBuilder>? configure = null, params string[] settings) =>
        FunctionApp.StartAsync<Functions>(
            builder =>
            {
                builder.Services.AddSingleton(seen ?? new Seen());
                configure?.Invoke(builder);
            },
            settings: [Connection, .. settings]);

    public sealed class Seen
    {
        public List<SignalRInvocationContext> Contexts { get; } = [];

        public bool Refuse { get; init; }
    }

    public sealed record Point(double X, double Y);

    public sealed record Moved(string Text);

    public sealed class Functions(Seen seen)
    {
        [Function("Opened")]
        public void Connected([SignalRTrigger("chat", "connections", "connected")] SignalRInvocationContext context) => Take(context);

        [Function("Closed")]
        public Task Disconnected([SignalRTrigger("chat", "connections", "disconnected")] SignalRInvocationContext context)
        {
            Take(context);
            return Task.CompletedTask;
        }

        [Function("Move")]
        public async Task<Moved> Move(
            [SignalRTrigger("chat", "messages", "move", "roomId", "COUNT", "point", "missing", "flag")] SignalRInvocationContext context,
            string roomId, int count, Point point, int? missing, bool flag, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return new Moved($"{roomId} {count} {point.X} {point.Y} {missing?.ToString() ?? "none"} {flag} {context.Arguments!.Length}");
        }

        [Function("Echo")]
        public string Echo([SignalRTrigger("chat", "messages", "echo", "text")] SignalRInvocationContext context, string text) => text;

        [Function("Quiet")]
        public void Quiet([SignalRTrigger("chat", "messages", "quiet")] SignalRInvocationContext context) => Take(context);

        [Function("Fails")]
        public string Fails([SignalRTrigger("chat", "messages", "fails")] SignalRInvocationContext context) =>
            throw new InvalidOperationException("It fails.");

        private void Take(SignalRInvocationContext context)
        {
            seen.Contexts.Add(context);
            if (seen.Refuse)
                throw new InvalidOperationException("It is refused.");
        }
    }
}
