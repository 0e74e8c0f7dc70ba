using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Network;

/// <summary>Asks and changes one network interface of the calling thread's network: netdevice(7).</summary>
internal static unsafe class InterfaceRequest
{
    private const uint SIOCGIFFLAGS = 0x8913, SIOCSIFFLAGS = 0x8914, SIOCGIFMTU = 0x8921;
    private const int Bytes = 40, ValueOffset = 16; // struct ifreq
    private const short IFF_UP = 1;

    public static void BringUp(ReadOnlySpan<byte> name)
    {
        using var socket = Open();
        var request = stackalloc byte[Bytes];
        Fill(request, name);
        // SAFETY: both requests take a struct ifreq of that size.
        NativeCall.Check(LibC.Ioctl(socket, SIOCGIFFLAGS, (nint)request), "Reading the flags of an interface");
        *(short*)(request + ValueOffset) |= IFF_UP;
        NativeCall.Check(LibC.Ioctl(socket, SIOCSIFFLAGS, (nint)request), "Bringing an interface up");
    }

    /// <summary>The most bytes that one packet may have.</summary>
    public static int ReadMtu(string name)
    {
        using var socket = Open();
        var request = stackalloc byte[Bytes];
        Fill(request, System.Text.Encoding.ASCII.GetBytes(name));
        // SAFETY: the request takes a struct ifreq of that size.
        NativeCall.Check(LibC.Ioctl(socket, SIOCGIFMTU, (nint)request), $"Reading the MTU of {name}");
        return *(int*)(request + ValueOffset);
    }

    private static Descriptor Open() => new(NativeCall.Check(LibC.OpenSocket(LibC.AF_INET, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC, 0), "socket"));

    private static void Fill(byte* request, ReadOnlySpan<byte> name)
    {
        var span = new Span<byte>(request, Bytes);
        span.Clear();
        name[..Math.Min(name.Length, ValueOffset - 1)].CopyTo(span);
    }
}
