using Microsoft.Win32.SafeHandles;

namespace Brasa.Sandbox.Cgroups;

/// <summary>One sandbox in the unified hierarchy.</summary>
/// <remarks>Files and their meaning: the kernel's Documentation/admin-guide/cgroup-v2.rst.</remarks>
internal sealed class CgroupV2 : ICgroup
{
    private static readonly string[] StatKeys =
        ["anon", "shmem", "file", "kernel", "kernel_stack", "pagetables", "percpu", "slab"];

    private readonly string directory;
    private readonly Lazy<SafeFileHandle> peak;
    private long limit = long.MaxValue;

    public CgroupV2(string root, string path)
    {
        OciPath = path;
        directory = root + path;
        CgroupDirectory.Create(directory);
        peak = new Lazy<SafeFileHandle>(() => CgroupFile.OpenFirst(directory + "/memory.peak", directory + "/memory.current"));
        ProcessFiles = [directory + "/cgroup.procs"];
    }

    public string OciPath { get; }

    public IReadOnlyList<string> ProcessFiles { get; }

    public void SetMemoryLimit(long bytes)
    {
        limit = bytes;
        CgroupFile.TryWrite(directory + "/memory.swap.max", "0"); // absent on a kernel without swap
        CgroupFile.Write(directory + "/memory.max", bytes);
    }

    public void SetProcessLimit(int most) => CgroupFile.Write(directory + "/pids.max", most);

    public void SetCpuLimit(double? vcpus) => CgroupFile.Write(
        directory + "/cpu.max",
        vcpus is { } share ? $"{CpuQuota.Microseconds(share)} {CpuQuota.PeriodMicroseconds}" : $"max {CpuQuota.PeriodMicroseconds}");

    public void Freeze() => CgroupFile.Write(directory + "/cgroup.freeze", "1");

    public void Thaw() => CgroupFile.Write(directory + "/cgroup.freeze", "0");

    public void Kill()
    {
        SetCpuLimit(null);
        CgroupDirectory.KillProcesses(directory);
    }

    /// <remarks>Since Linux 6.12 a write resets memory.peak, but only for the descriptor written to; the runtime's own 4 MB are let stand.</remarks>
    public void ForgetPeak()
    {
    }

    /// <remarks>memory.peak came with Linux 5.19.</remarks>
    public long ReadPeakCharge() => CgroupFile.ReadNumber(peak.Value);

    public MemoryUsage ReadMemory()
    {
        Span<long> stat = stackalloc long[8];
        CgroupFile.ReadKeys(directory + "/memory.stat", StatKeys, stat);
        var (anon, shmem, file, kernel) = (stat[0], stat[1], stat[2], stat[3]); // v2 counts shmem in file
        if (kernel == 0) kernel = stat[4] + stat[5] + stat[6] + stat[7]; // "kernel" came with Linux 5.18
        var peak = CgroupFile.ReadNumber(directory + "/memory.peak") ?? 0; // memory.peak with 5.19
        return MemoryUsage.FromKernelPeak(anon + shmem + kernel, peak, file - shmem, limit);
    }

    public long CountOutOfMemoryKills()
    {
        Span<long> kills = stackalloc long[1];
        CgroupFile.ReadKeys(directory + "/memory.events", ["oom_kill"], kills);
        return kills[0];
    }

    public void Dispose()
    {
        if (peak.IsValueCreated) peak.Value.Dispose();
        CgroupDirectory.KillAndRemove(directory);
    }
}
