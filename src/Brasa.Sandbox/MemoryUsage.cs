namespace Brasa.Sandbox;

/// <summary>Memory of a sandbox's processes: anonymous, shared and kernel memory, without the file pages the kernel may drop at will.</summary>
/// <param name="NowBytes">What they use now.</param>
/// <param name="PeakBytes">The most they used, never above the limit. An upper bound: the kernel's own peak includes file pages since dropped.</param>
public readonly record struct MemoryUsage(long NowBytes, long PeakBytes)
{
    /// <summary>Builds the usage from the kernel's peak, which counts file pages too: those held now are taken off.</summary>
    internal static MemoryUsage FromKernelPeak(long now, long kernelPeak, long filePages, long limit)
    {
        var peak = Math.Max(now, kernelPeak - filePages);
        return new MemoryUsage(Math.Min(now, limit), Math.Min(peak, limit));
    }
}
