namespace Brasa.Lambda.Functions;

/// <summary>Memory granted to one execution environment, in MiB; the CPU share follows it.</summary>
/// <remarks>Range: AWS Lambda API reference, CreateFunction, <c>MemorySize</c>. CPU: AWS Lambda developer guide, "Configure Lambda
/// function memory".</remarks>
internal readonly record struct MemorySize(int MiB)
{
    public const int DefaultMiB = 128;

    /// <summary>At this memory a function has one whole vCPU.</summary>
    public const int MiBPerVcpu = 1_769;

    private const long BytesPerMiB = 1024 * 1024;

    public long Bytes => MiB * BytesPerMiB;

    /// <summary>The CPU share, in vCPUs.</summary>
    public double Vcpus => (double)MiB / MiBPerVcpu;
}
