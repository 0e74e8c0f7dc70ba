namespace Brasa.Wire.SigV4;

/// <summary>Who signed a request and for what, as the signature itself says; nothing of it is verified.</summary>
/// <param name="AccessKeyId">The key it was signed with.</param>
/// <param name="Region">The region it was signed for; <c>null</c> where it was signed for several (SigV4a).</param>
/// <param name="Service">The service it was signed for.</param>
public sealed record Credential(string AccessKeyId, string? Region, string Service)
{
    private const string Terminator = "aws4_request";

    /// <summary>Reads <c>key/date/region/service/aws4_request</c>, or without the region; <c>null</c> when <paramref name="text"/> is neither.</summary>
    public static Credential? TryParse(ReadOnlySpan<char> text)
    {
        Span<Range> fields = stackalloc Range[6];
        var count = text.Split(fields, '/');
        if (count is < 4 or > 5 || text[fields[0]].IsEmpty || !text[fields[count - 1]].SequenceEqual(Terminator))
            return null;
        var region = count == 5 ? text[fields[2]].ToString() : null;
        return new Credential(text[fields[0]].ToString(), region, text[fields[count - 2]].ToString());
    }
}
