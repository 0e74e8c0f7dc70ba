using System.Buffers;
using Brasa.Wire.Protocols;

namespace Brasa.Wire.SigV4;

/// <summary>The query as it is signed: encoded, sorted by name and then by value, that of a presigned URL without the signature itself.</summary>
internal static class CanonicalQuery
{
    public static void Write(ReadOnlySpan<char> query, bool isPresigned, PooledBuffer buffer)
    {
        if (query.IsEmpty)
            return;
        using var encoded = new PooledBuffer();
        var parameters = ArrayPool<Parameter>.Shared.Rent(query.Count('&') + 1);
        try
        {
            var count = Encode(query, isPresigned, encoded, parameters);
            var bytes = encoded.Written;
            parameters.AsSpan(0, count).Sort((left, right) => Compare(bytes.Span, left, right));
            Join(parameters.AsSpan(0, count), bytes.Span, buffer);
        }
        finally
        {
            ArrayPool<Parameter>.Shared.Return(parameters);
        }
    }

    private static int Encode(ReadOnlySpan<char> query, bool isPresigned, PooledBuffer encoded, Span<Parameter> parameters)
    {
        var count = 0;
        foreach (var range in query.Split('&'))
        {
            var text = query[range];
            if (text.IsEmpty)
                continue;
            var equals = text.IndexOf('=');
            var start = encoded.Length;
            UriEncoding.Normalize(equals < 0 ? text : text[..equals], isQuery: true, encoded);
            var middle = encoded.Length;
            if (isPresigned && encoded.Written.Span[start..middle].SequenceEqual("X-Amz-Signature"u8))
                continue;
            if (equals >= 0) UriEncoding.Normalize(text[(equals + 1)..], isQuery: true, encoded);
            parameters[count++] = new Parameter(start, middle, encoded.Length);
        }
        return count;
    }

    private static int Compare(ReadOnlySpan<byte> bytes, Parameter left, Parameter right)
    {
        var names = bytes[left.Start..left.Middle].SequenceCompareTo(bytes[right.Start..right.Middle]);
        return names != 0 ? names : bytes[left.Middle..left.End].SequenceCompareTo(bytes[right.Middle..right.End]);
    }

    private static void Join(ReadOnlySpan<Parameter> parameters, ReadOnlySpan<byte> bytes, PooledBuffer buffer)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (i > 0) buffer.Write("&"u8);
            buffer.Write(bytes[parameters[i].Start..parameters[i].Middle]);
            buffer.Write("="u8);
            buffer.Write(bytes[parameters[i].Middle..parameters[i].End]);
        }
    }

    /// <summary>Where one stands among the encoded bytes: its name up to <c>Middle</c>, then its value.</summary>
    private readonly record struct Parameter(int Start, int Middle, int End);
}
