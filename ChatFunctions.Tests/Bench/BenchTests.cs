using System.Diagnostics;

namespace ChatFunctions.Tests.Bench;

/// <summary>The benchmark runs. Its results in tests mean nothing.</summary>
public sealed class BenchTests
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Every_part_runs_to_its_end()
    {
        var (code, output, errors) = await RunAsync("--tiny");

        Assert.True(code == 0, errors);
        string[] expected =
        [
            "ping: 1 sender", "hot: 64 senders", "the hot room on 2", "rooms: 64 rooms", "storage requests for a send", "memory for an active room",
            "history: a page of 50", "start of host and worker",
        ];
        Assert.All(expected, line => Assert.Contains(line, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_part_is_refused()
    {
        var (code, _, errors) = await RunAsync("everything");

        Assert.Equal(2, code);
        Assert.Contains("There is no 'everything'", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var bench = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ChatFunctions.Bench.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var timeLimit = new CancellationTokenSource(TimeLimit);
        try
        {
            var (output, errors) = (bench.StandardOutput.ReadToEndAsync(timeLimit.Token), bench.StandardError.ReadToEndAsync(timeLimit.Token));
            await bench.WaitForExitAsync(timeLimit.Token);
            return (bench.ExitCode, await output, await errors);
        }
        finally
        {
            if (!bench.HasExited)
            {
                // The servers end with the benchmark only if it ends gracefully.
                using var end = Process.Start("kill", ["-TERM", $"{bench.Id}"]);
                await end.WaitForExitAsync(CancellationToken.None);
            }
        }
    }
}
