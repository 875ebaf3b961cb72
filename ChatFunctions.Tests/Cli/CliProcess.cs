using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Cli;

/// <summary>A process of the built CLI.</summary>
internal sealed class CliProcess : IAsyncDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _errorLines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _errors = new();
    private readonly Task _reading;

    private CliProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _lines.Writer, null), ReadAsync(process.StandardError, _errorLines.Writer, _errors));
    }

    public static CliProcess Start(CliHome home, params string[] arguments)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo("env", [.. WithDefaultSignals, "dotnet", RepositoryRoot.Program("ChatFunctions.Cli", "chat-cli"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
            Environment = { ["XDG_CONFIG_HOME"] = home.Folder, ["CHAT_URL"] = home.Url.AbsoluteUri, ["TZ"] = "UTC" },
        };
        start.Environment.Remove("CHAT_FUNCTION_KEY");
        start.Environment.Remove("CHAT_MASTER_KEY");
        foreach (var (name, value) in home.Environment)
        {
            start.Environment[name] = value;
        }

        return new CliProcess(Process.Start(start)!);
    }

    /// <summary>A shell ignores SIGINT in background jobs, and child processes inherit that, so it is reset here.</summary>
    private static string[] WithDefaultSignals => OperatingSystem.IsLinux() ? ["--default-signal=INT"] : [];

    /// <summary>A tail that is ready to receive messages, over a live connection or by long polling.</summary>
    public static async Task<CliProcess> TailAsync(CliHome home, params string[] arguments)
    {
        var process = Start(home, ["tail", .. arguments]);
        await process.WritesErrorAsync(arguments.Contains("--no-live") ? "Listening" : "Live.");
        return process;
    }

    public async Task WriteAsync(string input)
    {
        await _process.StandardInput.WriteAsync(input);
        await _process.StandardInput.FlushAsync();
    }

    public void EndInput() => _process.StandardInput.Close();

    /// <summary>The next line of output.</summary>
    public async Task<string> LineAsync()
    {
        using var timeLimit = new CancellationTokenSource(TimeLimit);
        return await _lines.Reader.ReadAsync(timeLimit.Token);
    }

    public async Task<JsonNode> DocumentAsync() => JsonNode.Parse(await LineAsync())!;

    /// <summary>Waits for a line on standard error that begins with a text.</summary>
    public async Task WritesErrorAsync(string start)
    {
        using var timeLimit = new CancellationTokenSource(TimeLimit);
        while (!(await _errorLines.Reader.ReadAsync(timeLimit.Token)).StartsWith(start, StringComparison.Ordinal))
        {
        }
    }

    /// <param name="name">The signal's name for <c>kill</c>: INT, TERM.</param>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Closes the output, like <c>head</c>.</summary>
    public void CloseOutput() => _process.StandardOutput.Close();

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeLimit);
        return _process.ExitCode;
    }

    /// <summary>Waits for the process to end, and returns the output that hasn't been read.</summary>
    public async Task<CliResult> EndAsync()
    {
        var code = await ExitCodeAsync();
        await _reading.WaitAsync(TimeLimit);
        var output = new StringBuilder();
        while (_lines.Reader.TryRead(out var line))
        {
            output.Append(line).Append('\n');
        }

        return new CliResult(code, output.ToString(), _errors.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        await _reading.WaitAsync(TimeLimit);
        _process.Dispose();
    }

    private static async Task ReadAsync(StreamReader reader, ChannelWriter<string> lines, StringBuilder? copy)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                copy?.Append(line).Append('\n');
                lines.TryWrite(line);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or IOException or OperationCanceledException)
        {
            // The test closed the stream.
        }

        lines.TryComplete();
    }
}
