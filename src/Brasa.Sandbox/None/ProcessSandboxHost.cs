using System.Collections.Concurrent;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.None;

/// <summary>
/// Runs plain child processes with no isolation and no limits, for machines where nothing better can be had and for code that is trusted.
/// They see the host's files, network and users.
/// </summary>
public sealed class ProcessSandboxHost : ISandboxHost
{
    private readonly SandboxOptions options;
    private readonly Reactor reactor = new();
    private readonly string directory;
    private readonly ConcurrentDictionary<string, ProcessSlot> open = new();

    private ProcessSandboxHost(SandboxOptions options)
    {
        this.options = options;
        directory = Path.Combine(options.DataDirectory, "processes");
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        Directory.CreateDirectory(directory);
    }

    /// <summary>Starts on a data directory that the caller has locked.</summary>
    public static ProcessSandboxHost Start(SandboxOptions options) => new(options.Validated());

    /// <summary>No: processes see the host's files where they are.</summary>
    public bool MountsLate => false;

    /// <inheritdoc/>
    public Task<ISandboxSlot> ReserveAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var slot = new ProcessSlot(options, reactor, directory, gone => open.TryRemove(gone, out _));
        open[slot.Id] = slot;
        return Task.FromResult<ISandboxSlot>(slot);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var slot in open.Values) await slot.DisposeAsync();
        reactor.Dispose();
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }
}
