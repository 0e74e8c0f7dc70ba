using Brasa.Sandbox;

namespace Brasa.Lambda.Environments;

/// <summary>The most memory a sandbox has used so far, cheap enough to be asked after every invocation.</summary>
/// <remarks>
/// The exact figure takes a walk over the kernel's statistics. It is taken again only where the sandbox's plain peak, which counts file pages too, has
/// grown by <see cref="Step"/> since; what is reported in whole MiB cannot tell the difference.
/// </remarks>
internal sealed class MemoryWatermark(ISandbox sandbox)
{
    private const long Step = 512 * 1024;

    private long chargeAtLastRead = long.MinValue;
    private long peak;

    /// <summary>Bytes.</summary>
    public long Read()
    {
        try
        {
            var charge = sandbox.ReadPeakCharge();
            if (charge >= chargeAtLastRead + Step || chargeAtLastRead == long.MinValue)
            {
                chargeAtLastRead = charge;
                peak = Math.Max(peak, sandbox.ReadMemory().PeakBytes);
            }
        }
        catch (Exception)
        {
            // The sandbox has just gone, or cannot be measured: what was seen last stands, and the event goes on to its end.
        }

        return peak;
    }
}
