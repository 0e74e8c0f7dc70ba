namespace Brasa.Sandbox.Network;

/// <summary>Files of <c>/proc/sys/net</c>; each shows the network of the thread that opens it.</summary>
internal static class KernelSettings
{
    private const string Ipv4 = "/proc/sys/net/ipv4", Ipv6 = "/proc/sys/net/ipv6/conf";

    /// <summary>Keeps IPv6 off interfaces still to come; empty where the kernel has none.</summary>
    public static IReadOnlyList<(string File, string Value)> WithoutIpv6 => Directory.Exists(Ipv6) ? [($"{Ipv6}/default/disable_ipv6", "1")] : [];

    /// <summary>Whether the whole machine forwards.</summary>
    public static bool IsRouter => Read($"{Ipv4}/ip_forward");

    /// <summary>Whether settings can be changed at all: in most containers they cannot.</summary>
    public static bool AreWritable
    {
        get
        {
            try
            {
                using (File.OpenWrite($"{Ipv4}/ip_forward")) return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>Whether packets that come in by an interface are forwarded.</summary>
    public static bool Forwards(string name) => Read(ForwardingOf(name));

    /// <summary>Changes that; harmless where the interface is gone.</summary>
    public static void SetForwarding(string name, bool on) => Write(ForwardingOf(name), on);

    public static void DisableIpv6(string name) => Write($"{Ipv6}/{name}/disable_ipv6", true);

    private static string ForwardingOf(string name) => $"{Ipv4}/conf/{name}/forwarding";

    private static bool Read(string file) => File.Exists(file) && File.ReadAllText(file).Trim() != "0";

    private static void Write(string file, bool on)
    {
        try
        {
            if (File.Exists(file)) File.WriteAllText(file, on ? "1" : "0");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException($"{file} cannot be written: {e.Message}", e);
        }
    }
}
