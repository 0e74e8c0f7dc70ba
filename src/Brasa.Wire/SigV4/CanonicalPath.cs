using Brasa.Wire.Protocols;

namespace Brasa.Wire.SigV4;

/// <summary>The path as it is signed.</summary>
internal static class CanonicalPath
{
    /// <summary>Writes a path: S3's as it is with every character encoded once; others' without dot segments and empty ones, encoded once more.</summary>
    public static void Write(ReadOnlyMemory<char> path, bool isS3, PooledBuffer buffer)
    {
        if (isS3)
            UriEncoding.Normalize(path.Span, isQuery: false, buffer);
        else
            UriEncoding.Encode(Normalize(path).Span, sparesSlash: true, buffer);
    }

    /// <summary>The path without <c>.</c>, <c>..</c> and empty segments.</summary>
    /// <remarks>Requests are routed by this form too: else a signature for one path would be good for another.</remarks>
    public static ReadOnlyMemory<char> Normalize(ReadOnlyMemory<char> path)
    {
        var text = path.Span;
        if (text.StartsWith('/') && !text.Contains("//", StringComparison.Ordinal) && !text.Contains("/.", StringComparison.Ordinal))
            return path;

        var kept = new List<string>();
        foreach (var range in text.Split('/'))
        {
            switch (text[range])
            {
                case "" or ".":
                    break;
                case "..":
                    if (kept.Count > 0) kept.RemoveAt(kept.Count - 1);
                    break;
                case var segment:
                    kept.Add(segment.ToString());
                    break;
            }
        }
        return $"/{string.Join('/', kept)}{(kept.Count > 0 && text.EndsWith('/') ? "/" : "")}".AsMemory();
    }
}
