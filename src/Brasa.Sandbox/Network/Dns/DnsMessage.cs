using System.Buffers.Binary;

namespace Brasa.Sandbox.Network.Dns;

/// <summary>
/// As much of RFC 1035 as it takes to hand a question on and to know its answer. Of what a sandbox sends, only what is understood goes on:
/// a header of our own, the one question, and whether large answers may come (EDNS, RFC 6891).
/// </summary>
internal static class DnsMessage
{
    /// <summary>Bytes of the longest query taken. Questions have 271 at most; the rest is room for options.</summary>
    public const int MaxQueryBytes = 512;

    /// <summary>Bytes of the longest answer over UDP.</summary>
    public const int MaxDatagramBytes = 4096;

    /// <summary>Bytes of the longest answer over TCP, whose length has 16 bits.</summary>
    public const int MaxAnswerBytes = 65_535;

    private const int HeaderBytes = 12, MaxNameBytes = 255, MaxLabelBytes = 63;
    private const int FlagsOffset = 2, QuestionsOffset = 4, AnswersOffset = 6, AuthoritiesOffset = 8, AdditionsOffset = 10;
    private const ushort Response = 0x8000, OperationMask = 0x7800, RecursionDesired = 0x0100, ServerFailure = 2;
    private const ushort Passed = RecursionDesired | 0x0030; // AD and CD: the asker's wishes about DNSSEC
    private const ushort Internet = 1, FirstMetaType = 249, AnyType = 255; // RFC 6895: 249 to 254 transfer zones and keys
    private const ushort OptionsType = 41;
    private const int OptionsBytes = 11, OptionsSizeOffset = 3, OptionsFlagsOffset = 7;

    /// <summary>Writes the query to send on for one that came; returns its length, or 0 for what is no such query.</summary>
    public static int Rewrite(ReadOnlySpan<byte> query, ushort id, Span<byte> rewritten)
    {
        if (query.Length is < HeaderBytes or > MaxQueryBytes) return 0;
        var flags = Read(query, FlagsOffset);
        if ((flags & (Response | OperationMask)) != 0) return 0;
        if (Read(query, QuestionsOffset) != 1 || Read(query, AnswersOffset) != 0 || Read(query, AuthoritiesOffset) != 0) return 0;

        var end = EndOfQuestion(query);
        if (end == 0 || Read(query, end - 2) != Internet || Read(query, end - 4) is >= FirstMetaType and < AnyType) return 0;

        query[..end].CopyTo(rewritten);
        Write(rewritten, 0, id);
        Write(rewritten, FlagsOffset, (ushort)(flags & Passed));
        Write(rewritten, AdditionsOffset, 0);
        return Read(query, AdditionsOffset) == 0 ? end : RewriteOptions(query[end..], rewritten, end);
    }

    /// <summary>Whether bytes that came are the answer to the query sent: its id, its question, and a response.</summary>
    public static bool Answers(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> query)
    {
        var end = EndOfQuestion(query);
        return answer.Length >= end
            && Read(answer, 0) == Read(query, 0)
            && (Read(answer, FlagsOffset) & (Response | OperationMask)) == Response
            && Read(answer, QuestionsOffset) == 1
            && IsSameName(answer[HeaderBytes..(end - 4)], query[HeaderBytes..(end - 4)])
            && answer[(end - 4)..end].SequenceEqual(query[(end - 4)..end]);
    }

    /// <summary>Turns a query into the answer that it could not be resolved; returns its length.</summary>
    public static int Fail(ReadOnlySpan<byte> query, Span<byte> answer)
    {
        var end = EndOfQuestion(query);
        query[..end].CopyTo(answer);
        Write(answer, FlagsOffset, (ushort)(Response | (Read(query, FlagsOffset) & RecursionDesired) | ServerFailure));
        Write(answer, AdditionsOffset, 0);
        return end;
    }

    public static ushort IdOf(ReadOnlySpan<byte> message) => Read(message, 0);

    public static void SetId(Span<byte> message, ushort id) => Write(message, 0, id);

    /// <summary>Where the question ends, or 0 where it is cut off, too long or compressed.</summary>
    private static int EndOfQuestion(ReadOnlySpan<byte> message)
    {
        var at = HeaderBytes;
        while (at < message.Length && message[at] != 0)
        {
            if (message[at] > MaxLabelBytes) return 0;
            at += message[at] + 1;
        }

        var end = at + 1 + 4; // the root, type and class
        return at + 1 - HeaderBytes <= MaxNameBytes && end <= message.Length ? end : 0;
    }

    /// <summary>The root's name, the type, the size of answers, version and flags, and no option; anything else is no query of ours.</summary>
    private static int RewriteOptions(ReadOnlySpan<byte> record, Span<byte> rewritten, int length)
    {
        if (record.Length < OptionsBytes || record[0] != 0 || Read(record, 1) != OptionsType) return 0;
        var options = rewritten[length..];
        record[..OptionsBytes].CopyTo(options);
        Write(options, OptionsSizeOffset, Math.Min(Read(record, OptionsSizeOffset), (ushort)MaxDatagramBytes));
        options[OptionsFlagsOffset - 2] = 0; // extended error code
        Write(options, OptionsBytes - 2, 0);
        Write(rewritten, AdditionsOffset, 1);
        return length + OptionsBytes;
    }

    /// <summary>Compares without regard to ASCII case. Lengths of labels are less than any letter.</summary>
    private static bool IsSameName(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        static int Lower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? value | 0x20 : value;

        for (var i = 0; i < a.Length; i++)
        {
            if (Lower(a[i]) != Lower(b[i])) return false;
        }

        return a.Length == b.Length;
    }

    private static ushort Read(ReadOnlySpan<byte> message, int offset) => BinaryPrimitives.ReadUInt16BigEndian(message[offset..]);

    private static void Write(Span<byte> message, int offset, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(message[offset..], value);
}
