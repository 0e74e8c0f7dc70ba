namespace Brasa.Sandbox;

/// <summary>Makes sandboxes on this machine. It owns everything it makes: disposing it ends every sandbox and leaves nothing behind.</summary>
public interface ISandboxHost : IAsyncDisposable
{
    /// <summary>Takes a prepared place for one sandbox, from a small pool refilled in the background; an empty pool means making one now.</summary>
    /// <exception cref="SandboxException">The machine refused one of the resources a slot needs.</exception>
    Task<ISandboxSlot> ReserveAsync(CancellationToken ct);
}
