using System.Globalization;
using System.Text.RegularExpressions;

namespace Brasa.Bench.Results;

/// <summary>What the figures depend on, and nothing that names the machine.</summary>
internal sealed partial record Machine(string Cpu, int Cores, double MemoryGiB, string Kernel, string DotNet)
{
    private const double KibPerGib = 1024 * 1024;

    public static Machine Read() => new(
        Field("/proc/cpuinfo", "model name"),
        Environment.ProcessorCount,
        Math.Round(double.Parse(Field("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / KibPerGib, 1),
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        Environment.Version.ToString());

    /// <summary>A name for files, as <c>intel-xeon-2.50ghz-2-cores</c>.</summary>
    public string Slug => NotInNames().Replace(Noise().Replace($"{Cpu} {Cores} cores".ToLowerInvariant(), " "), "-").Trim('-');

    // Not every architecture has every field.
    private static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";

    [GeneratedRegex(@"\((r|tm)\)|\bcpu\b|\bprocessor\b")]
    private static partial Regex Noise();

    [GeneratedRegex(@"[^a-z0-9.]+")]
    private static partial Regex NotInNames();
}
