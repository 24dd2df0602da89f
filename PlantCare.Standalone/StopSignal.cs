using System.Runtime.InteropServices;

namespace PlantCare.Standalone;

/// <summary>Ctrl-C, SIGTERM and SIGQUIT: the first one asks the process to stop in good order, a second one ends it at once.</summary>
internal sealed class StopSignal : IDisposable
{
    /// <summary>What a shell expects of a process that ended by Ctrl-C.</summary>
    private const int InterruptedExitCode = 130;

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignal() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnSignal),
    ];

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_stop.IsCancellationRequested)
        {
            Environment.Exit(InterruptedExitCode);
        }

        context.Cancel = true;
        _stop.Cancel();
    }
}
