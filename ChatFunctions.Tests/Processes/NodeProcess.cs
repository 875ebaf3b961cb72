using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace ChatFunctions.Tests.Processes;

/// <summary>
/// A script that node runs. Its standard input ends when the test host ends.
/// A script that waits must exit then, or be run through exit-with-parent.mjs, so that it can't outlive a killed test host.
/// </summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _errors = new();

    private NodeProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) _lines.Writer.TryComplete();
            else _lines.Writer.TryWrite(line.Data);
        };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors) _errors.AppendLine(line.Data);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>Starts node on a script, given by its path under the repository's root.</summary>
    public static async Task<NodeProcess> StartAsync(
        string script, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        await NodeModules.EnsureAsync();
        var start = new ProcessStartInfo("node", [RepositoryRoot.Combine(script), .. arguments])
        {
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new NodeProcess(Process.Start(start)!);
    }

    /// <summary>Runs a script to its end, with <paramref name="input"/> as its standard input, and returns its standard output.</summary>
    /// <exception cref="InvalidOperationException">The script failed; the message contains its standard error.</exception>
    public static async Task<string> RunAsync(
        string script, IEnumerable<string> arguments, string input = "", CancellationToken cancellationToken = default)
    {
        await using var process = await StartAsync(script, arguments);
        await process.WriteAsync(input);
        process.EndInput();
        var output = new StringBuilder();
        await foreach (string line in process._lines.Reader.ReadAllAsync(cancellationToken)) output.Append(line).Append('\n');
        int code = await process.ExitAsync(cancellationToken);
        return code == 0 ? output.ToString() : throw new InvalidOperationException($"{script} exited with {code}:\n{process.Errors}");
    }

    /// <summary>The next line of standard output; null at its end.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken) =>
        await _lines.Reader.WaitToReadAsync(cancellationToken) && _lines.Reader.TryRead(out string? line) ? line : null;

    public async Task WriteAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    public void EndInput() => _process.StandardInput.Close();

    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Kills the process.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
