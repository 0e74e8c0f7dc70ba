namespace Brasa.Sandbox.Cgroups;

/// <summary>The CPU quota as the kernel takes it.</summary>
internal static class CpuQuota
{
    /// <summary>Short enough that a small share stalls a call 1 ms, not the 79 ms of the kernel's default of 100 ms.</summary>
    public const int PeriodMicroseconds = 20_000;

    private const int MinMicroseconds = 1_000; // the kernel refuses less

    public static long Microseconds(double vcpus) => Math.Max(MinMicroseconds, (long)Math.Round(vcpus * PeriodMicroseconds));
}
