using System.Globalization;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Probe;

/// <summary>What this process may do on the machine.</summary>
public enum Privilege
{
    /// <summary>What an ordinary user may.</summary>
    None,

    /// <summary>Root of a user namespace that holds only some ids: it makes namespaces and mounts of its own, and changes nothing else.</summary>
    Rootless,

    /// <summary>Root of the machine, or of a container that has the machine's user ids.</summary>
    Root,
}

/// <summary>Finds out.</summary>
public static class Privileges
{
    private const long AllIds = uint.MaxValue;

    /// <summary>What this process has.</summary>
    public static Privilege Held { get; } = Find();

    /// <summary>How many user and group ids there are in this process's user namespace, counted from 0.</summary>
    internal static long CountIds() => Math.Min(CountIds("uid_map"), CountIds("gid_map"));

    private static Privilege Find()
    {
        // SAFETY: takes nothing.
        if (LibC.GetEffectiveUser() != 0) return Privilege.None;
        return CountIds() == AllIds ? Privilege.Root : Privilege.Rootless;
    }

    /// <remarks>user_namespaces(7): each line is the first id inside, the first outside, and how many.</remarks>
    private static long CountIds(string map) => File.ReadLines($"/proc/self/{map}")
        .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture));
}
