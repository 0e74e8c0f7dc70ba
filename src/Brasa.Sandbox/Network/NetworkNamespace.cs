using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Network;

/// <summary>What a new network is to have.</summary>
internal sealed record NamespacePlan
{
    /// <summary>Where this process listens for TCP, at 127.0.0.1.</summary>
    public IReadOnlyList<int> TcpPorts { get; init; } = [];

    /// <summary>Where this process receives UDP, at 127.0.0.1.</summary>
    public IReadOnlyList<int> UdpPorts { get; init; } = [];

    /// <summary>Files below <c>/proc/sys/net</c> and what to write to them.</summary>
    public IReadOnlyList<(string File, string Value)> Settings { get; init; } = [];

    /// <summary>Whether links will be added to it.</summary>
    public bool TakesLinks { get; init; }

    /// <summary>Whether elements of its packet filter will be changed.</summary>
    public bool TakesFilters { get; init; }
}

/// <summary>
/// A network of its own with nothing but a loopback interface, and sockets of this process in it. The kernel frees it with the last
/// descriptor and process that refer to it.
/// </summary>
internal sealed unsafe class NetworkNamespace : IDisposable
{
    private const int Backlog = 511;

    private readonly Descriptor handle;

    private NetworkNamespace(Made made)
    {
        handle = new Descriptor(made.Handle);
        Listeners = Own(made.Listeners);
        Receivers = Own(made.Receivers);
        Links = new RouteSocket(new Descriptor(made.Links));
        Filters = new FilterSocket(new Descriptor(made.Filters));
    }

    /// <summary>One per TCP port asked for, in that order.</summary>
    public IReadOnlyList<Socket> Listeners { get; }

    /// <summary>One per UDP port asked for, in that order.</summary>
    public IReadOnlyList<Socket> Receivers { get; }

    /// <summary>Adds links, addresses and routes to this network, where the plan said so.</summary>
    public RouteSocket Links { get; }

    /// <summary>Changes its packet filter, where the plan said so.</summary>
    public FilterSocket Filters { get; }

    /// <summary>Where another process finds the namespace while this object lives.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{handle.Number}");

    /// <summary>The namespace, for a call that moves something into it.</summary>
    public Descriptor Handle => handle;

    /// <summary>Makes one.</summary>
    public static NetworkNamespace Create(NamespacePlan plan)
    {
        var made = new Made(plan);
        SandboxException? failure = null;

        // A thread of its own, which ends there: in a user namespace nothing leads back to the network it came from. It makes bare
        // system calls only, because a thread that the runtime or pool started there would stay there.
        var thread = new Thread(() => failure = Enter(plan, made)) { Name = "brasa-netns" };
        thread.Start();
        thread.Join();

        var result = new NetworkNamespace(made);
        if (failure is null) return result;

        result.Dispose();
        throw failure;
    }

    public void Dispose()
    {
        foreach (var socket in Listeners.Concat(Receivers)) socket.Dispose();
        Links.Dispose();
        Filters.Dispose();
        handle.Dispose();
    }

    private static SandboxException? Enter(NamespacePlan plan, Made made)
    {
        try
        {
            NativeCall.Check(LibC.Unshare(LibC.CLONE_NEWNET), "Making a network namespace");
            made.Handle = NativeCall.Check(LibC.Open("/proc/thread-self/ns/net", LibC.O_CLOEXEC), "Opening the network namespace");
            for (var i = 0; i < plan.Settings.Count; i++) Set(plan.Settings[i].File, made.Settings[i]);
            InterfaceRequest.BringUp("lo"u8);
            for (var i = 0; i < plan.TcpPorts.Count; i++) made.Listeners[i] = Bind(LibC.SOCK_STREAM, plan.TcpPorts[i]);
            for (var i = 0; i < plan.UdpPorts.Count; i++) made.Receivers[i] = Bind(LibC.SOCK_DGRAM, plan.UdpPorts[i]);
            if (plan.TakesLinks) made.Links = RouteSocket.OpenHere();
            if (plan.TakesFilters) made.Filters = FilterSocket.OpenHere();
            return null;
        }
        catch (SandboxException e)
        {
            return e;
        }
    }

    private static void Set(string file, byte[] value)
    {
        using var setting = new Descriptor(NativeCall.Check(LibC.Open(file, LibC.O_WRONLY | LibC.O_CLOEXEC), file));
        fixed (byte* bytes = value)
        {
            // SAFETY: the bytes are pinned, and their length is passed along.
            NativeCall.Check((int)LibC.Write(setting, bytes, value.Length), file);
        }
    }

    private static int Bind(int type, int port)
    {
        var address = stackalloc byte[16]; // struct sockaddr_in: family, port and address in network order, padding
        var span = new Span<byte>(address, 16);
        span.Clear();
        *(short*)address = LibC.AF_INET;
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], (ushort)port);
        BinaryPrimitives.WriteUInt32BigEndian(span[4..], 0x7F000001);

        var socket = NativeCall.Check(LibC.OpenSocket(LibC.AF_INET, type | LibC.SOCK_CLOEXEC, 0), "socket");
        try
        {
            // SAFETY: `address` is a sockaddr_in of that length.
            NativeCall.Check(LibC.Bind(socket, address, 16), "Binding a socket inside a sandbox");
            if (type == LibC.SOCK_STREAM) NativeCall.Check(LibC.Listen(socket, Backlog), "listen");
            return socket;
        }
        catch
        {
            _ = LibC.Close(socket);
            throw;
        }
    }

    private static Socket[] Own(int[] sockets) => [.. sockets.Where(fd => fd > 0).Select(fd => new Socket(new SafeSocketHandle(fd, ownsHandle: true)))];

    /// <summary>Descriptors made so far; all room for them is made beforehand.</summary>
    private sealed class Made(NamespacePlan plan)
    {
        public readonly int[] Listeners = new int[plan.TcpPorts.Count];
        public readonly int[] Receivers = new int[plan.UdpPorts.Count];
        public readonly byte[][] Settings = [.. plan.Settings.Select(setting => Encoding.ASCII.GetBytes(setting.Value))];
        public int Handle = -1;
        public int Links = -1;
        public int Filters = -1;
    }
}
