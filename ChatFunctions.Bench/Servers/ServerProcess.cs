using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace ChatFunctions.Bench.Servers;

/// <summary>A server process. It ends when disposed, and with this program.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(2);

    private readonly string _name;
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly PosixSignalRegistration[] _signals;

    private ServerProcess(string name, Process process)
    {
        (_name, _process) = (name, process);
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, _ => process.Kill()))];
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>The processor time used so far, on all cores.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The processor time that its child processes have used so far; zero if not on Linux.</summary>
    public TimeSpan ChildrenCpu
    {
        get
        {
            var total = TimeSpan.Zero;
            foreach (var id in OperatingSystem.IsLinux() ? Directory.GetDirectories($"/proc/{Id}/task").SelectMany(ChildrenOf) : [])
            {
                using var child = Process.GetProcessById(id);
                total += child.TotalProcessorTime;
            }

            return total;
        }
    }

    public static ServerProcess Start(string name, string program, IEnumerable<string> arguments) => new(name, Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = Repository.Path,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>Waits until its port accepts connections.</summary>
    public async Task<ServerProcess> ListensAsync(int port)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await ConnectsAsync(port))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > TimeLimit)
            {
                throw new InvalidOperationException($"{_name} did not start:\n{Output()}");
            }

            await Task.Delay(PollEvery);
        }

        return this;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static IEnumerable<int> ChildrenOf(string thread) =>
        File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture));

    private static async Task<bool> ConnectsAsync(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private string Output()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }
}
