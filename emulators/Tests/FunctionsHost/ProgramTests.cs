using System.Diagnostics;
using System.Globalization;
using Functions.Host;

namespace Emulators.Tests.FunctionsHost;

public sealed class ProgramTests
{
    private const string Listening = "Listening on ";

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task The_worker_ends_when_its_host_ends_in_any_way(string signal)
    {
        using var host = StartWithApp();
        List<string> lines;
        string url;
        try
        {
            lines = await ReadUntilAsync(host, Listening);
            url = lines[^1][Listening.Length..];
            using var http = new HttpClient();
            using var worker = Process.GetProcessById(int.Parse(await http.GetStringAsync(new Uri($"{url}/api/environment/ProcessId")), CultureInfo.InvariantCulture));

            await EndAsync(host, signal);
            await worker.WaitForExitAsync().WaitAsync(Until.Limit);
        }
        finally
        {
            if (!host.HasExited)
                host.Kill(entireProcessTree: true);
        }

        Assert.Contains($"  Describe: [GET,POST] {url}/api/describe/{{part}}/{{number:int?}}", lines);
        Assert.Contains($"  WithoutRoute: {url}/api/WithoutRoute", lines);
        Assert.Contains("  Tick: timerTrigger", lines);
        Assert.Equal(signal == "KILL" ? 137 : 0, host.ExitCode);
    }

    [Fact]
    public async Task The_host_waits_for_a_worker_that_a_debugger_starts()
    {
        const string waiting = "Waiting for the worker";
        var port = FreePort.Find();
        using var host = StartWithApp("--debug-port", $"{port}");
        Process? worker = null;
        try
        {
            _ = await ReadUntilAsync(host, waiting);
            worker = StartWorker(port);
            var url = (await ReadUntilAsync(host, Listening))[^1][Listening.Length..];
            using var http = new HttpClient();
            Assert.Equal($"{worker.Id}", await http.GetStringAsync(new Uri($"{url}/api/environment/ProcessId")));

            worker.Kill();
            _ = await ReadUntilAsync(host, waiting);
            worker = StartWorker(port);
            Assert.Equal($"{worker.Id}", await http.GetStringAsync(new Uri($"{url}/api/environment/ProcessId")));

            worker.Kill();
            _ = await ReadUntilAsync(host, waiting);
            await EndAsync(host, "TERM");
        }
        finally
        {
            host.Kill();
            worker?.Kill();
        }

        Assert.Equal(0, host.ExitCode);
    }

    [Fact]
    public async Task A_host_that_waits_for_its_first_worker_can_be_ended()
    {
        using var host = StartWithApp("--debug-port", $"{FreePort.Find()}");
        try
        {
            _ = await ReadUntilAsync(host, "Waiting for the worker");
            await EndAsync(host, "TERM");
        }
        finally
        {
            host.Kill();
        }

        Assert.Equal(0, host.ExitCode);
    }

    [Theory]
    [InlineData("--app must name the app's .dll.", "--port", "0")]
    [InlineData("--port x isn't a port number.", "--app", "app.dll", "--port", "x")]
    [InlineData("--debug-port x isn't a port number.", "--app", "app.dll", "--debug-port", "x")]
    [InlineData("build the app first", "--app", "missing.dll", "--port", "0")]
    public async Task Invalid_arguments_end_the_host_with_one_line(string message, params string[] arguments)
    {
        using var host = Start(arguments);
        var error = await host.StandardError.ReadToEndAsync();
        await host.WaitForExitAsync();

        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal(2, host.ExitCode);
    }

    private static async Task<List<string>> ReadUntilAsync(Process host, string text)
    {
        var lines = new List<string>();
        while (lines.LastOrDefault()?.Contains(text, StringComparison.Ordinal) != true)
            lines.Add(await host.StandardOutput.ReadLineAsync().WaitAsync(Until.Limit) ?? throw new InvalidOperationException("The host ended: " + string.Join('\n', lines)));
        return lines;
    }

    private static async Task EndAsync(Process host, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{host.Id}"]);
        await host.WaitForExitAsync().WaitAsync(Until.Limit);
    }

    private static Process StartWithApp(params string[] arguments) => Start(
    [
        "--app", TestHost.App, "--port", "0", "--TickSchedule", "1.00:00:00", "--AzureSignalRConnectionString",
        "Endpoint=http://localhost;Port=1;AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789;Version=1.0;", .. arguments,
    ]);

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(FunctionsHostOptions).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>Starts the worker like a debugger.</summary>
    private static Process StartWorker(int port) => Process.Start(new ProcessStartInfo("dotnet",
    [
        TestHost.App, "--host", "127.0.0.1", "--port", $"{port}", "--workerId", "debug", "--requestId", "debug", "--grpcMaxMessageLength", $"{int.MaxValue}",
        "--functions-uri", $"http://127.0.0.1:{port}/", "--functions-worker-id", "debug", "--functions-request-id", "debug",
        "--functions-grpc-max-message-length", $"{int.MaxValue}",
    ])
    {
        Environment = { ["FUNCTIONS_APPLICATION_DIRECTORY"] = Path.GetDirectoryName(TestHost.App) },
    })!;
}
