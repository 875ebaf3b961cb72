using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using ChatFunctions.Tests.Azurite;
using ChatFunctions.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Tests.Hosting;

/// <summary>Real servers that stop and restart on the same port.</summary>
public sealed class HealthTests
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Health_reports_storage_as_down_and_recovers_by_itself()
    {
        await using var signalR = await SignalREmulator.StartAsync();
        var azurite = await AzuriteServer.StartAsync();
        await using var app = await StartAsync(azurite, signalR.ConnectionString);
        await AssertReportsAsync(app, storage: "up", signalR: "up");

        await azurite.DisposeAsync();
        await AssertReportsAsync(app, storage: "down", signalR: "up");

        await using var back = await AzuriteServer.StartAsync(port: azurite.Port);
        await AssertReportsAsync(app, storage: "up", signalR: "up");
    }

    [Fact]
    public async Task Health_reports_SignalR_as_down_and_recovers_by_itself()
    {
        var signalR = await SignalREmulator.StartAsync();
        await using var app = await StartAsync(await AzuriteServer.SharedAsync(), signalR.ConnectionString);
        await AssertReportsAsync(app, storage: "up", signalR: "up");

        await signalR.DisposeAsync();
        await AssertReportsAsync(app, storage: "up", signalR: "down");

        await using var back = await SignalREmulator.StartAsync(signalR.Url.Port);
        await AssertReportsAsync(app, storage: "up", signalR: "up");
    }

    [Fact]
    public async Task A_part_that_accepts_connections_and_never_answers_is_down()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using var app = await StartAsync(await AzuriteServer.SharedAsync(), $"Endpoint=http://127.0.0.1;Port={port};AccessKey={SignalREmulator.AccessKey};Version=1.0;");

        await AssertReportsAsync(app, storage: "up", signalR: "down");
    }

    [Fact]
    public async Task Concurrent_probes_cost_one_storage_read()
    {
        await using var signalR = await SignalREmulator.StartAsync();
        var counter = new RequestCounter();
        await using var app = await ChatInstance.StartAsync(
            ChatInstance.NewTablePrefix(), signalR.ConnectionString,
            replace: services => services.AddSingleton<TimeProvider>(new SteppedTimeProvider()).AddSingleton<HttpPipelinePolicy>(counter));
        using var http = ChatUser.ClientOf(app.Url, token: null);
        var first = await counter.CountAsync(() => http.GetAsync("health"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => http.GetAsync("health")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(first, counter.Count);
    }

    private static Task<ChatInstance> StartAsync(AzuriteServer azurite, string signalR) => ChatInstance.StartAsync(
        ChatInstance.NewTablePrefix(), signalR, settings: $"AzureWebJobsStorage={azurite.ConnectionString}");

    private static async Task AssertReportsAsync(ChatInstance app, string storage, string signalR)
    {
        var status = storage == "up" && signalR == "up" ? "up" : "down";
        var expected = new JsonObject { ["status"] = status, ["parts"] = new JsonObject { ["storage"] = storage, ["signalR"] = signalR } };
        using var http = ChatUser.ClientOf(app.Url, token: null);
        using var timeLimit = new CancellationTokenSource(TimeLimit);
        JsonNode? report = null;
        while (!JsonNode.DeepEquals(expected, report) && !timeLimit.IsCancellationRequested)
        {
            using var response = await http.GetAsync("health", timeLimit.Token);
            report = await response.Content.ReadFromJsonAsync<JsonNode>();
            Assert.Equal((string?)report!["status"] == "up" ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }

        Assert.Equal(expected.ToJsonString(), report?.ToJsonString());
    }
}
