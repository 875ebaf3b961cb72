using System.Diagnostics;
using System.Globalization;
using Functions.Host;

namespace Emulators.Tests.FunctionsHost;

public sealed class ProgramTests
{
    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task The_worker_ends_with_its_host_however_that_ends(string signal)
    {
        using var host = Start(
            "--app", TestHost.App, "--port", "0", "--TickSchedule", "1.00:00:00", "--AzureSignalRConnectionString",
            "Endpoint=http://localhost;Port=1;AccessKey=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789;Version=1.0;");
        var lines = new List<string>();
        string url;
        try
        {
            while (lines.LastOrDefault()?.StartsWith("Listening on ", StringComparison.Ordinal) != true)
                lines.Add(await host.StandardOutput.ReadLineAsync().WaitAsync(Until.Limit) ?? throw new InvalidOperationException("The host ended: " + string.Join('\n', lines)));
            url = lines[^1]["Listening on ".Length..];
            using var http = new HttpClient();
            using var worker = Process.GetProcessById(int.Parse(await http.GetStringAsync(new Uri($"{url}/api/environment/ProcessId")), CultureInfo.InvariantCulture));

            using var kill = Process.Start("kill", [$"-{signal}", $"{host.Id}"]);
            await host.WaitForExitAsync().WaitAsync(Until.Limit);
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

    [Theory]
    [InlineData("--app must name the app's .dll.", "--port", "0")]
    [InlineData("--port x isn't a port number.", "--app", "app.dll", "--port", "x")]
    [InlineData("build the app first", "--app", "missing.dll", "--port", "0")]
    public async Task Invalid_arguments_end_it_with_one_line(string message, params string[] arguments)
    {
        using var host = Start(arguments);
        var error = await host.StandardError.ReadToEndAsync();
        await host.WaitForExitAsync();

        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal(2, host.ExitCode);
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(FunctionsHostOptions).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
