using System.Runtime.InteropServices;

namespace Brasa.Lambda.Functions;

/// <summary>Which of Lambda's architectures this machine runs.</summary>
internal static class HostArchitecture
{
    private const string Emulators = "/proc/sys/fs/binfmt_misc";

    /// <summary>The machine's own, by Lambda's name.</summary>
    public static string Own { get; } = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x86_64";

    /// <summary>Whether programs of an architecture run here: because it is the machine's own, or because an emulator is registered for it.</summary>
    public static bool Runs(string architecture) =>
        architecture == Own || File.Exists(Path.Combine(Emulators, architecture == "arm64" ? "qemu-aarch64" : "qemu-x86_64"));
}
