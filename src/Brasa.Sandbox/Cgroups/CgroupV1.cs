using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Brasa.Sandbox.Cgroups;

/// <summary>One sandbox in the v1 hierarchies: a directory of the same name under each controller.</summary>
/// <remarks>Files and their meaning: the kernel's Documentation/admin-guide/cgroup-v1.</remarks>
internal sealed class CgroupV1 : ICgroup
{
    private static readonly string[] StatKeys = ["total_rss", "total_shmem", "total_cache"];

    private readonly IReadOnlyList<string> everyHierarchy;
    private readonly string memory;
    private readonly string cpu;
    private readonly string pids;
    private readonly string freezer;
    private readonly Lazy<SafeFileHandle> peak;
    private long limit = long.MaxValue;

    public CgroupV1(CgroupV1Hierarchies hierarchies, string path)
    {
        OciPath = path;
        everyHierarchy = hierarchies.All;
        memory = hierarchies.Memory + path;
        cpu = hierarchies.Cpu + path;
        pids = hierarchies.Pids + path;
        freezer = hierarchies.Freezer + path + "/freezer.state";
        var entered = hierarchies.Entered.Select(root => root + path).ToArray();
        foreach (var directory in entered) CgroupDirectory.Create(directory);
        peak = new Lazy<SafeFileHandle>(() => CgroupFile.OpenFirst(memory + "/memory.max_usage_in_bytes"));
        ProcessFiles = [.. entered.Select(directory => directory + "/cgroup.procs")];
    }

    public string OciPath { get; }

    public IReadOnlyList<string> ProcessFiles { get; }

    /// <remarks>In this order a limit can be set first or lowered, but not raised where swap is counted.</remarks>
    public void SetMemoryLimit(long bytes)
    {
        limit = bytes;
        CgroupFile.TryWrite(memory + "/memory.swappiness", "0");
        CgroupFile.Write(memory + "/memory.limit_in_bytes", bytes);
        CgroupFile.TryWrite(memory + "/memory.memsw.limit_in_bytes", bytes.ToString(CultureInfo.InvariantCulture)); // memory and swap together; absent without swap accounting
    }

    public void SetProcessLimit(int most) => CgroupFile.Write(pids + "/pids.max", most);

    public void SetCpuLimit(double? vcpus)
    {
        CgroupFile.Write(cpu + "/cpu.cfs_period_us", CpuQuota.PeriodMicroseconds);
        CgroupFile.Write(cpu + "/cpu.cfs_quota_us", vcpus is { } share ? CpuQuota.Microseconds(share) : -1);
    }

    public void Freeze() => CgroupFile.Write(freezer, "FROZEN");

    public void Thaw() => CgroupFile.Write(freezer, "THAWED");

    public void Kill()
    {
        SetCpuLimit(null);
        CgroupDirectory.KillProcesses(everyHierarchy[0] + OciPath);
    }

    public void ForgetPeak() => CgroupFile.Write(memory + "/memory.max_usage_in_bytes", "0");

    public long ReadPeakCharge() => CgroupFile.ReadNumber(peak.Value);

    public MemoryUsage ReadMemory()
    {
        Span<long> stat = stackalloc long[3];
        CgroupFile.ReadKeys(memory + "/memory.stat", StatKeys, stat);
        var (rss, shmem, cache) = (stat[0], stat[1], stat[2]); // v1 counts shmem in cache
        var now = rss + shmem + (CgroupFile.ReadNumber(memory + "/memory.kmem.usage_in_bytes") ?? 0);
        return MemoryUsage.FromKernelPeak(now, ReadPeakCharge(), cache - shmem, limit);
    }

    /// <remarks>The counter is not hierarchical; the sandbox cannot make groups below its own.</remarks>
    public long CountOutOfMemoryKills()
    {
        Span<long> kills = stackalloc long[1];
        CgroupFile.ReadKeys(memory + "/memory.oom_control", ["oom_kill"], kills);
        return kills[0];
    }

    public void Dispose()
    {
        if (peak.IsValueCreated) peak.Value.Dispose();
        foreach (var root in everyHierarchy) CgroupDirectory.KillAndRemove(root + OciPath);
    }
}
