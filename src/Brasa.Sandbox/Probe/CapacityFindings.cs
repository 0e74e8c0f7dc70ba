using System.Globalization;

namespace Brasa.Sandbox.Probe;

/// <summary>How much there is of what every execution environment takes.</summary>
internal static class CapacityFindings
{
    private const string Memory = "memory", Limits = "limits";
    private const double KibibytesPerGibibyte = 1 << 20;

    /// <summary>What a few small functions and the server need, in KiB.</summary>
    private const long LittleMemory = 512 << 10;

    /// <summary>The server holds some tens of descriptors for each environment.</summary>
    private const long FewFiles = 65_536;

    /// <summary>Every environment is some processes, each with threads.</summary>
    private const long FewProcesses = 4_096;

    /// <param name="memInfo">Lines of proc_meminfo(5).</param>
    /// <param name="limits">Lines of proc_pid_limits(5).</param>
    public static IEnumerable<Finding> Of(IEnumerable<string> memInfo, IEnumerable<string> limits)
    {
        var memory = memInfo.Select(line => line.Split((char[])[':', ' '], StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 1)
            .ToDictionary(words => words[0], words => long.Parse(words[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        var (total, available, swap) = (memory.GetValueOrDefault("MemTotal"), memory.GetValueOrDefault("MemAvailable"), memory.GetValueOrDefault("SwapTotal"));
        var what = $"{Size(available)} of {Size(total)} are available";
        yield return available < LittleMemory
            ? Finding.Warning(Memory, $"Only {what}.", "Few environments fit; where memory is short idle ones end, and callers get 429.", "more memory, or end something else")
            : Finding.Ok(Memory, what);
        yield return Finding.Ok("swap", swap == 0 ? "none; functions would not use it" : $"{Size(swap)}; functions do not use it, the server may");

        var lines = limits.ToList();
        yield return Limit(lines, "Max open files", "files open at once", FewFiles, "Each execution environment takes some: beyond the limit none starts.",
            "ulimit -Hn 1048576 as root before the start; for a service LimitNOFILE=1048576");
        yield return Limit(lines, "Max processes", "processes at once", FewProcesses, "Each execution environment is several: beyond the limit none starts.",
            "ulimit -u unlimited as root before the start; for a service LimitNPROC=infinity and TasksMax=infinity");
    }

    private static Finding Limit(List<string> lines, string name, string what, long few, string meaning, string remedy)
    {
        var text = lines.Find(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0] ?? "unlimited";
        return long.TryParse(text, CultureInfo.InvariantCulture, out var most) && most < few
            ? Finding.Warning(Limits, $"A server may have only {most} {what}.", meaning, remedy)
            : Finding.Ok(Limits, $"{text} {what}");
    }

    private static string Size(long kibibytes) => string.Create(CultureInfo.InvariantCulture, $"{kibibytes / KibibytesPerGibibyte:F1} GiB");
}
