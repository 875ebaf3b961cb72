using System.Runtime.InteropServices;

namespace ChatFunctions.Cli.Terminal;

/// <summary>Converts the first Ctrl-C or termination signal to a cancellation. A second one ends the process.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations =
    [
        Register(PosixSignal.SIGHUP, 1),
        Register(PosixSignal.SIGINT, 2),
        Register(PosixSignal.SIGTERM, 15),
    ];

    public CancellationToken Token => _source.Token;

    public int ExitCode { get; private set; } = ExitCodes.Signal;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        if (_source.IsCancellationRequested)
        {
            return;
        }

        context.Cancel = true;
        ExitCode = ExitCodes.Signal + number;
        _source.Cancel();
    });
}
