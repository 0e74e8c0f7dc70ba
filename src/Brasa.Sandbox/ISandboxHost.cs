namespace Brasa.Sandbox;

/// <summary>Makes sandboxes on this machine. It owns everything it makes: disposing it ends every sandbox and leaves nothing behind.</summary>
public interface ISandboxHost : IAsyncDisposable
{
    /// <summary>Whether sandboxes can be given what they are to run after they were started: <see cref="ISandbox.Show"/>.</summary>
    bool MountsLate { get; }

    /// <summary>Takes a prepared place for one sandbox, from a small pool refilled in the background; an empty pool means making one now.</summary>
    /// <exception cref="SandboxException">The machine refused one of the resources a slot needs.</exception>
    Task<ISandboxSlot> ReserveAsync(CancellationToken ct);
}
