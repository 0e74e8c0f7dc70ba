using Brasa.Sandbox.Native;

namespace Brasa.Sandbox.Network;

/// <summary>An element of a set, or of a map of verdicts, whose keys are IPv4 addresses.</summary>
/// <param name="Set">The set or map.</param>
/// <param name="Address">Its key.</param>
/// <param name="Chain">The chain that the map has packets jump to; <c>null</c> in a set.</param>
internal readonly record struct FilterElement(string Set, uint Address, string? Chain);

/// <summary>
/// Changes elements of the packet filter of the network that the socket was opened in, whichever thread calls: nfnetlink, so that no process is
/// started for it.
/// </summary>
internal sealed unsafe class FilterSocket(Descriptor socket) : IDisposable
{
    private const int NETLINK_NETFILTER = 12;
    private const ushort NFNL_MSG_BATCH_BEGIN = 16, NFNL_MSG_BATCH_END = 17, NFNL_SUBSYS_NFTABLES = 10;
    private const ushort NFT_MSG_NEWSETELEM = (NFNL_SUBSYS_NFTABLES << 8) | 12, NFT_MSG_DELSETELEM = (NFNL_SUBSYS_NFTABLES << 8) | 14;
    private const ushort NLM_F_EXCL = 0x200, NLM_F_CREATE = 0x400, NLMSG_ERROR = 2, NLA_F_NESTED = 0x8000;
    private const ushort NFTA_SET_ELEM_LIST_TABLE = 1, NFTA_SET_ELEM_LIST_SET = 2, NFTA_SET_ELEM_LIST_ELEMENTS = 3, NFTA_LIST_ELEM = 1;
    private const ushort NFTA_SET_ELEM_KEY = 1, NFTA_SET_ELEM_DATA = 2, NFTA_DATA_VALUE = 1, NFTA_DATA_VERDICT = 2;
    private const ushort NFTA_VERDICT_CODE = 1, NFTA_VERDICT_CHAIN = 2;
    private const uint NFT_JUMP = unchecked((uint)-3);
    private const byte NFPROTO_UNSPEC = 0, NFPROTO_INET = 1;

    /// <summary>Room for two times six elements, a beginning and an end.</summary>
    private const int BatchBytes = 4096;
    private const int AnswerBytes = 1024; // an error repeats the request

    private readonly Lock gate = new();

    /// <summary>Opens a socket in the calling thread's network, as a bare descriptor: <see cref="NetworkNamespace"/> calls it in a new one.</summary>
    public static int OpenHere() => NativeCall.Check(
        LibC.OpenSocket(LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK, NETLINK_NETFILTER), "Opening a netlink socket");

    /// <summary>Removes elements of a table and adds others, all or none of them, and between two packets.</summary>
    /// <exception cref="SandboxException">One to be removed is not there, one to be added is, or there is no such set, map or chain.</exception>
    public void Change(string table, IReadOnlyList<FilterElement> removed, IReadOnlyList<FilterElement> added)
    {
        Span<byte> batch = stackalloc byte[BatchBytes];
        var length = Limit(batch, NFNL_MSG_BATCH_BEGIN);
        foreach (var element in removed) length += Write(batch[length..], NFT_MSG_DELSETELEM, 0, table, element);
        foreach (var element in added) length += Write(batch[length..], NFT_MSG_NEWSETELEM, NLM_F_CREATE | NLM_F_EXCL, table, element);
        length += Limit(batch[length..], NFNL_MSG_BATCH_END);

        var errno = Send(batch[..length]);
        if (errno != 0) throw NativeCall.Failure("Changing the packet filter", errno);
    }

    public void Dispose() => socket.Dispose();

    private static int Limit(Span<byte> buffer, ushort type)
    {
        var message = new NetlinkMessage(buffer, type, 0);
        message.Filter(NFPROTO_UNSPEC, NFNL_SUBSYS_NFTABLES);
        return message.Finish().Length;
    }

    private static int Write(Span<byte> buffer, ushort type, ushort flags, string table, FilterElement element)
    {
        var message = new NetlinkMessage(buffer, type, flags);
        message.Filter(NFPROTO_INET, 0);
        message.Attribute(NFTA_SET_ELEM_LIST_TABLE, table);
        message.Attribute(NFTA_SET_ELEM_LIST_SET, element.Set);
        var elements = message.Begin(NFTA_SET_ELEM_LIST_ELEMENTS | NLA_F_NESTED);
        var item = message.Begin(NFTA_LIST_ELEM | NLA_F_NESTED);
        var key = message.Begin(NFTA_SET_ELEM_KEY | NLA_F_NESTED);
        message.Attribute(NFTA_DATA_VALUE, element.Address);
        message.End(key);
        if (element.Chain is { } chain)
        {
            var data = message.Begin(NFTA_SET_ELEM_DATA | NLA_F_NESTED);
            var verdict = message.Begin(NFTA_DATA_VERDICT | NLA_F_NESTED);
            message.Attribute(NFTA_VERDICT_CODE, NFT_JUMP);
            message.Attribute(NFTA_VERDICT_CHAIN, chain);
            message.End(verdict);
            message.End(data);
        }

        message.End(item);
        message.End(elements);
        return message.Finish().Length;
    }

    /// <summary>Sends a batch and returns the first errno among the kernel's answers, which all come before the call returns.</summary>
    private int Send(ReadOnlySpan<byte> batch)
    {
        var answer = stackalloc byte[AnswerBytes];
        var (answers, first) = (0, 0);
        lock (gate)
        {
            fixed (byte* bytes = batch)
            {
                // SAFETY: both buffers are as long as said; the kernel cuts an answer that is longer.
                NativeCall.Check((int)LibC.Write(socket, bytes, batch.Length), "netlink");
                while ((int)LibC.Read(socket, answer, AnswerBytes) is var length && length >= 0)
                {
                    // struct nlmsghdr, then struct nlmsgerr, which begins with the negative errno.
                    if (length < 20 || *(ushort*)(answer + 4) != NLMSG_ERROR) throw new SandboxException("netlink: the kernel gave an unknown answer.");
                    answers++;
                    if (first == 0) first = -*(int*)(answer + 16);
                }

                if (NativeCall.LastError != NativeCall.EAGAIN) throw NativeCall.Failure("netlink", NativeCall.LastError);
            }
        }

        return answers > 0 ? first : throw new SandboxException("netlink: the kernel gave no answer.");
    }
}
