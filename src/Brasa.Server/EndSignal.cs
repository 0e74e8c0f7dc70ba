using System.Runtime.InteropServices;

namespace Brasa.Server;

/// <summary>Completes at SIGINT or SIGTERM; a second signal ends the process at once, and the next start cleans up after it.</summary>
internal sealed class EndSignal : IDisposable
{
    private readonly TaskCompletionSource received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] registrations;

    public EndSignal() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive),
    ];

    public Task Task => received.Task;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
    }

    private void Receive(PosixSignalContext signal) => signal.Cancel = received.TrySetResult();
}
