namespace Brasa.Sandbox.Oci;

/// <summary>The system calls a sandbox may make; any other answers ENOSYS, as on a kernel without it.</summary>
internal static class SeccompProfile
{
    /// <summary>The <c>linux.seccomp</c> object of an OCI configuration.</summary>
    public static byte[] Json { get; } = Load();

    private static byte[] Load()
    {
        using var resource = typeof(SeccompProfile).Assembly.GetManifestResourceStream("seccomp.json")!;
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }
}
