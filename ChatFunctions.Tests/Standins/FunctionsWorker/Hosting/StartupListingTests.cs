using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatFunctions.Tests.Standins.FunctionsWorker.Hosting;

public sealed class StartupListingTests
{
    [Fact]
    public async Task The_start_lists_the_functions_with_their_addresses()
    {
        await using var app = await FunctionApp.StartAsync<Functions>(
            settings: $"AzureSignalRConnectionString=Endpoint=http://localhost;AccessKey={FakeSignalR.AccessKey};Version=1.0;");

        var listing = Assert.Single(app.Logs.Lines, line => line.Text.StartsWith("Functions:", StringComparison.Ordinal));

        Assert.Equal(LogLevel.Information, listing.Level);
        Assert.Equal(
            $"""
            Functions:

              Anything: http://{app.Url.Authority}/api/anything

              Connected: signalRTrigger

              SendMessage: [POST,PUT] http://{app.Url.Authority}/api/rooms/{"{roomId}"}/messages
            """,
            listing.Text,
            ignoreLineEndingDifferences: true);
    }

    public sealed class Functions
    {
        [Function("SendMessage")]
        public IResult Send([HttpTrigger("post", "put", Route = "rooms/{roomId}/messages")] HttpRequest request, string roomId) =>
            Results.Text(roomId);

        [Function("Anything")]
        public IResult Anything([HttpTrigger(AuthorizationLevel.Anonymous, Route = "anything")] HttpRequest request) => Results.Ok();

        [Function("Connected")]
        public void Connected([SignalRTrigger("chat", "connections", "connected")] SignalRInvocationContext context)
        {
        }
    }
}
