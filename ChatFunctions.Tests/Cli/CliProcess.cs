using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ChatFunctions.Tests.Processes;

namespace ChatFunctions.Tests.Cli;

/// <summary>The built CLI, running.</summary>
internal sealed class CliProcess : IAsyncDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _remarks = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _errors = new();
    private readonly Task _reading;

    private CliProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _lines.Writer, null), ReadAsync(process.StandardError, _remarks.Writer, _errors));
    }

    public static CliProcess Start(CliHome home, params string[] arguments)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo("env", [.. HearingSignals, "dotnet", RepositoryRoot.Program("ChatFunctions.Cli", "chat-cli"), .. arguments])
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

    /// <summary>Tests that a shell started in the background are deaf to SIGINT, and so would be what they start.</summary>
    private static string[] HearingSignals => OperatingSystem.IsLinux() ? ["--default-signal=INT"] : [];

    /// <summary>A tail that is ready to hear: over a live connection, or by requests that the server holds.</summary>
    public static async Task<CliProcess> TailAsync(CliHome home, params string[] arguments)
    {
        var process = Start(home, ["tail", .. arguments]);
        await process.RemarksAsync(arguments.Contains("--no-live") ? "Listening" : "Live.");
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

    /// <summary>Waits for a line on standard error that begins so.</summary>
    public async Task RemarksAsync(string start)
    {
        using var timeLimit = new CancellationTokenSource(TimeLimit);
        while (!(await _remarks.Reader.ReadAsync(timeLimit.Token)).StartsWith(start, StringComparison.Ordinal))
        {
        }
    }

    /// <param name="name">As <c>kill</c> takes it: INT, TERM.</param>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Stops reading what it prints, as <c>head</c> does.</summary>
    public void CloseOutput() => _process.StandardOutput.Close();

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeLimit);
        return _process.ExitCode;
    }

    /// <summary>Waits for its end; the output is what hasn't been read yet.</summary>
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
            // Closed by the test.
        }

        lines.TryComplete();
    }
}
