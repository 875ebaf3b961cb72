using System.Net;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Azurite;

public class AzuriteServerTests
{
    [Fact]
    public async Task There_is_one_shared_server_and_it_answers()
    {
        var server = await AzuriteServer.SharedAsync();
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(server.Endpoint + "/Tables"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Same(server, await AzuriteServer.SharedAsync());
    }

    [Fact]
    public async Task A_persistent_server_writes_its_file_when_stopped_and_restarts_on_its_port()
    {
        string location = Directory.CreateTempSubdirectory("azurite-").FullName;
        try
        {
            await using var first = await AzuriteServer.StartAsync(location);
            await first.StopAsync();
            Assert.True(File.Exists(Path.Combine(location, "__azurite_db_table__.json")));

            await using var second = await AzuriteServer.StartAsync(location, port: first.Port);
            Assert.Equal(first.Endpoint, second.Endpoint);
        }
        finally
        {
            Directory.Delete(location, recursive: true);
        }
    }

    [Fact]
    public async Task A_script_ends_with_its_standard_input()
    {
        await using var server = await NodeProcess.StartAsync(
            "ChatFunctions.Tests/Processes/exit-with-parent.mjs",
            ["node_modules/azurite/dist/src/table/main.js", "--inMemoryPersistence", "--disableTelemetry", "--tablePort", "0"]);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Assert.NotNull(await server.ReadLineAsync(timeout.Token));

        server.EndInput();

        Assert.Equal(0, await server.ExitAsync(timeout.Token));
    }
}
