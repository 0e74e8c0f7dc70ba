using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Network;

/// <summary>
/// A network of its own with nothing but a loopback interface, and TCP sockets of this process listening in it. The kernel frees it with
/// the last descriptor and process that refer to it.
/// </summary>
internal sealed unsafe class NetworkNamespace : IDisposable
{
    private const int Backlog = 511;
    private const uint SIOCGIFFLAGS = 0x8913, SIOCSIFFLAGS = 0x8914;
    private const int InterfaceRequestBytes = 40, FlagsOffset = 16; // struct ifreq
    private const short IFF_UP = 1;

    private readonly Descriptor handle;

    private NetworkNamespace(Descriptor handle, IReadOnlyList<Socket> listeners)
    {
        this.handle = handle;
        Listeners = listeners;
    }

    /// <summary>One per port asked for, in that order.</summary>
    public IReadOnlyList<Socket> Listeners { get; }

    /// <summary>Where another process finds the namespace while this object lives.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{handle.Number}");

    /// <summary>Makes one with a listener at 127.0.0.1 for every port.</summary>
    public static NetworkNamespace Create(IReadOnlyList<int> ports)
    {
        var made = (Handle: -1, Sockets: new int[ports.Count]);
        SandboxException? failure = null;
        using var home = new Descriptor(NativeCall.Check(LibC.Open("/proc/self/ns/net", LibC.O_CLOEXEC), "Opening the network namespace"));

        // A thread of its own: should it fail to return to its network it ends instead of serving anybody else. Between unshare and
        // setns it makes bare system calls only, because a thread that the runtime or pool started there would stay there.
        var thread = new Thread(() => failure = Enter(home, ports, ref made.Handle, made.Sockets)) { Name = "brasa-netns" };
        thread.Start();
        thread.Join();

        var handle = new Descriptor(made.Handle);
        var listeners = made.Sockets.Where(fd => fd > 0).Select(fd => new Socket(new SafeSocketHandle(fd, ownsHandle: true))).ToArray();
        var result = new NetworkNamespace(handle, listeners);
        if (failure is null) return result;

        result.Dispose();
        throw failure;
    }

    /// <summary>Lets go of the handle by which a process joins; the network lives on in its sockets and processes.</summary>
    public void CloseHandle() => handle.Dispose();

    public void Dispose()
    {
        foreach (var listener in Listeners) listener.Dispose();
        handle.Dispose();
    }

    private static SandboxException? Enter(Descriptor home, IReadOnlyList<int> ports, ref int handle, int[] sockets)
    {
        try
        {
            NativeCall.Check(LibC.Unshare(LibC.CLONE_NEWNET), "Making a network namespace");
            try
            {
                handle = NativeCall.Check(LibC.Open("/proc/thread-self/ns/net", LibC.O_CLOEXEC), "Opening the network namespace");
                BringUpLoopback();
                for (var i = 0; i < sockets.Length; i++) sockets[i] = Listen(ports[i]);
            }
            finally
            {
                NativeCall.Check(LibC.SetNamespace(home, LibC.CLONE_NEWNET), "Leaving the network namespace");
            }

            return null;
        }
        catch (SandboxException e)
        {
            return e;
        }
    }

    private static void BringUpLoopback()
    {
        using var socket = new Descriptor(NativeCall.Check(LibC.OpenSocket(LibC.AF_INET, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC, 0), "socket"));
        var request = stackalloc byte[InterfaceRequestBytes];
        new Span<byte>(request, InterfaceRequestBytes).Clear();
        "lo"u8.CopyTo(new Span<byte>(request, InterfaceRequestBytes));
        // SAFETY: both requests take a struct ifreq of that size.
        NativeCall.Check(LibC.Ioctl(socket, SIOCGIFFLAGS, (nint)request), "Reading the flags of lo");
        *(short*)(request + FlagsOffset) |= IFF_UP;
        NativeCall.Check(LibC.Ioctl(socket, SIOCSIFFLAGS, (nint)request), "Bringing lo up");
    }

    private static int Listen(int port)
    {
        var address = stackalloc byte[16]; // struct sockaddr_in: family, port and address in network order, padding
        var span = new Span<byte>(address, 16);
        span.Clear();
        *(short*)address = LibC.AF_INET;
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], (ushort)port);
        BinaryPrimitives.WriteUInt32BigEndian(span[4..], 0x7F000001);

        var socket = NativeCall.Check(LibC.OpenSocket(LibC.AF_INET, LibC.SOCK_STREAM | LibC.SOCK_CLOEXEC, 0), "socket");
        try
        {
            // SAFETY: `address` is a sockaddr_in of that length.
            NativeCall.Check(LibC.Bind(socket, address, 16), "Binding a listener inside a sandbox");
            NativeCall.Check(LibC.Listen(socket, Backlog), "listen");
            return socket;
        }
        catch
        {
            _ = LibC.Close(socket);
            throw;
        }
    }
}
