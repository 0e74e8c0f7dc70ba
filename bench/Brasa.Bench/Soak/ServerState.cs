using System.Globalization;

namespace Brasa.Bench.Soak;

/// <summary>What a server holds of its machine at one moment.</summary>
internal sealed record ServerState(double MegabytesOfServer, int Threads, int Descriptors, int Mounts, int Cgroups, int Environments)
{
    private const string CgroupRoot = "/sys/fs/cgroup";

    /// <param name="pid">The server's process.</param>
    /// <param name="environments">How many it has.</param>
    /// <param name="cgroupsBefore">What there was of control groups before it, as others left them that were killed.</param>
    public static ServerState Read(int pid, int environments, int cgroupsBefore)
    {
        var process = $"/proc/{pid}";
        return new ServerState(
            KibibytesOf(process) / 1024,
            Directory.GetDirectories($"{process}/task").Length,
            Directory.GetFiles($"{process}/fd").Length,
            File.ReadLines($"{process}/mountinfo").Count(),
            CountCgroups() - cgroupsBefore,
            environments);
    }

    private static double KibibytesOf(string process)
    {
        var line = File.ReadLines($"{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.AsSpan("VmRSS:".Length).TrimEnd("kB "), CultureInfo.InvariantCulture);
    }

    /// <summary>Control groups below Brasa's, of all servers on this machine, in one hierarchy.</summary>
    public static int CountCgroups()
    {
        string[] places = [Path.Combine(CgroupRoot, "brasa"), Path.Combine(CgroupRoot, "memory", "brasa")];
        return places.Where(Directory.Exists).Select(place => Directory.GetDirectories(place, "*", SearchOption.AllDirectories).Length).FirstOrDefault();
    }
}
