using System.Runtime.InteropServices;

namespace Brasa.Sandbox.Native;

/// <summary>One epoll instance, level-triggered: tells which of many descriptors can be read.</summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    private const int EPOLL_CLOEXEC = 0x80000, EPOLL_CTL_ADD = 1, EPOLL_CTL_DEL = 2;
    private const uint EPOLLIN = 1;

    // struct epoll_event { u32 events; u64 data } is packed on x86-64 and nowhere else.
    private static readonly bool Packed = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int EventSize = Packed ? 12 : 16;
    private static readonly int DataOffset = Packed ? 4 : 8;

    private readonly Descriptor epoll = new(NativeCall.Check(Create(EPOLL_CLOEXEC), "epoll_create1"));

    public void Add(Descriptor fd, long token)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = EPOLLIN;
        *(long*)(entry + DataOffset) = token;
        // SAFETY: `entry` is an epoll_event of this architecture's layout.
        NativeCall.Check(Control(epoll, EPOLL_CTL_ADD, fd, entry), "epoll_ctl");
    }

    public void Remove(Descriptor fd)
    {
        var entry = stackalloc byte[16];
        // SAFETY: the kernel ignores the event on removal. A descriptor not watched any more is no error here.
        _ = Control(epoll, EPOLL_CTL_DEL, fd, entry);
    }

    /// <summary>Waits until something can be read and fills in the tokens; returns how many.</summary>
    public int Wait(Span<long> tokens)
    {
        var events = stackalloc byte[tokens.Length * 16];
        // SAFETY: `events` has room for `tokens.Length` epoll_events.
        var count = WaitForEvents(epoll, events, tokens.Length, -1);
        if (count < 0 && NativeCall.LastError == NativeCall.EINTR) return 0;

        NativeCall.Check(count, "epoll_wait");
        for (var i = 0; i < count; i++) tokens[i] = *(long*)(events + (i * EventSize) + DataOffset);
        return count;
    }

    public void Dispose() => epoll.Dispose();

    // SAFETY: takes a value; the caller owns the result.
    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    // SAFETY: `entry` must be an epoll_event.
    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(Descriptor epoll, int operation, Descriptor fd, byte* entry);

    // SAFETY: `events` must have room for `max` epoll_events.
    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int WaitForEvents(Descriptor epoll, byte* events, int max, int timeout);
}
