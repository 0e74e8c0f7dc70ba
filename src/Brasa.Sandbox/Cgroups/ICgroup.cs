namespace Brasa.Sandbox.Cgroups;

/// <summary>The control group of one sandbox. Disposing it kills what is left inside and removes it.</summary>
internal interface ICgroup : IDisposable
{
    /// <summary>Its path below the hierarchy's root, as an OCI <c>cgroupsPath</c> names it.</summary>
    string OciPath { get; }

    /// <summary>The files into which a process writes its pid to enter it.</summary>
    IReadOnlyList<string> ProcessFiles { get; }

    /// <summary>Sets the hard memory limit, with swap off; it may be lowered later.</summary>
    void SetMemoryLimit(long bytes);

    /// <summary>Sets the most processes and threads.</summary>
    void SetProcessLimit(int most);

    /// <summary>Sets the CPU quota in vCPUs over <see cref="CpuQuota.PeriodMicroseconds"/>; null lifts it.</summary>
    void SetCpuLimit(double? vcpus);

    /// <summary>Stops its processes from running; they may go on for a moment after the call returns.</summary>
    void Freeze();

    /// <summary>Lets them run on.</summary>
    void Thaw();

    /// <summary>Sends SIGKILL to all its processes, frozen or not, and lifts the CPU limit, under which a thousand of them would take minutes to die.</summary>
    void Kill();

    /// <summary>Forgets the memory peak so far, where the kernel can.</summary>
    void ForgetPeak();

    /// <summary>The most bytes charged so far, or those charged now where the kernel keeps no peak, file pages included: one small file.</summary>
    long ReadPeakCharge();

    MemoryUsage ReadMemory();

    /// <summary>How many of its processes the kernel has killed for memory.</summary>
    long CountOutOfMemoryKills();
}

/// <summary>The control groups of one server: <c>/brasa/&lt;instance&gt;</c>. Disposing it removes that directory, and the parent when empty.</summary>
internal interface ICgroupTree : IDisposable
{
    /// <summary>The directories that hold it, one per hierarchy that sandboxes may have groups in; the one that freezes comes first.</summary>
    IReadOnlyList<string> Directories { get; }

    /// <summary>Whether <see cref="ICgroup.SetProcessLimit"/> holds.</summary>
    bool LimitsProcesses { get; }

    ICgroup Create(string id);

    /// <summary>Kills and removes everything a server that was killed left here.</summary>
    void Reclaim();
}
