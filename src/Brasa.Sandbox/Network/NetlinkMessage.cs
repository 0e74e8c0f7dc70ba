using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Brasa.Sandbox.Network;

/// <summary>Writes one request of netlink(7): a header, a structure, attributes within attributes. Numbers are in the machine's order.</summary>
internal ref struct NetlinkMessage
{
    /// <summary>Room for any message written here.</summary>
    public const int MaxBytes = 512;

    private const int HeaderBytes = 16, AttributeHeaderBytes = 4, Alignment = 4;
    private const ushort NLM_F_REQUEST = 1, NLM_F_ACK = 4;

    private readonly Span<byte> buffer;
    private int length;

    public NetlinkMessage(Span<byte> buffer, ushort type, ushort flags)
    {
        this.buffer = buffer;
        buffer.Clear();
        MemoryMarshal.Write(buffer[4..], type);
        MemoryMarshal.Write(buffer[6..], (ushort)(flags | NLM_F_REQUEST | NLM_F_ACK));
        length = HeaderBytes;
    }

    /// <summary>The message, with its length filled in.</summary>
    public readonly Span<byte> Finish()
    {
        MemoryMarshal.Write(buffer, length);
        return buffer[..length];
    }

    /// <summary>struct ifinfomsg.</summary>
    public void Link(int index, uint flags)
    {
        MemoryMarshal.Write(buffer[(length + 4)..], index);
        MemoryMarshal.Write(buffer[(length + 8)..], flags);
        MemoryMarshal.Write(buffer[(length + 12)..], flags); // the ones to change
        length += 16;
    }

    /// <summary>struct ifaddrmsg.</summary>
    public void Address(byte family, byte prefix, int index)
    {
        buffer[length] = family;
        buffer[length + 1] = prefix;
        MemoryMarshal.Write(buffer[(length + 4)..], index);
        length += 8;
    }

    /// <summary>struct rtmsg.</summary>
    public void Route(byte family, byte prefix, byte table, byte protocol, byte scope, byte type)
    {
        ReadOnlySpan<byte> fields = [family, prefix, 0, 0, table, protocol, scope, type];
        fields.CopyTo(buffer[length..]);
        length += 12;
    }

    /// <summary>struct nfgenmsg; the resource travels in network order.</summary>
    public void Filter(byte family, ushort resource)
    {
        buffer[length] = family;
        BinaryPrimitives.WriteUInt16BigEndian(buffer[(length + 2)..], resource);
        length += 4;
    }

    public void Attribute(ushort type, int value)
    {
        var start = Begin(type);
        MemoryMarshal.Write(buffer[length..], value);
        length += sizeof(int);
        End(start);
    }

    /// <summary>An IPv4 address, or a number of the packet filter's: these travel in network order.</summary>
    public void Attribute(ushort type, uint value)
    {
        var start = Begin(type);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[length..], value);
        length += sizeof(uint);
        End(start);
    }

    /// <summary>A name, which ends with a zero byte.</summary>
    public void Attribute(ushort type, string name)
    {
        var start = Begin(type);
        length += System.Text.Encoding.ASCII.GetBytes(name, buffer[length..]) + 1;
        End(start);
    }

    /// <summary>Begins an attribute that holds what follows, until <see cref="End"/>.</summary>
    public int Begin(ushort type)
    {
        var start = length;
        MemoryMarshal.Write(buffer[(start + 2)..], type);
        length += AttributeHeaderBytes;
        return start;
    }

    public void End(int start)
    {
        MemoryMarshal.Write(buffer[start..], (ushort)(length - start));
        length = (length + Alignment - 1) & ~(Alignment - 1);
    }
}
