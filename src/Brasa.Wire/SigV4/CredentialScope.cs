namespace Brasa.Wire.SigV4;

/// <summary>The fields of <c>key/date/region/service/aws4_request</c>.</summary>
internal readonly record struct CredentialScope(string AccessKeyId, string Scope, string Date, string Region, string Service, string Term)
{
    private const int Fields = 5;

    /// <summary>What ids of keys may be at most, in characters.</summary>
    /// <remarks>IAM API reference, <c>AccessKeyId</c>.</remarks>
    private const int MaxIdLength = 128;

    /// <exception cref="SignatureException">It has not five fields, or its first is no id of a key.</exception>
    public static CredentialScope Parse(ReadOnlySpan<char> text, SignatureFault fault)
    {
        Span<Range> fields = stackalloc Range[Fields + 1];
        if (text.Split(fields, '/') != Fields)
            throw new SignatureException(fault, $"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{text}'");
        var id = text[fields[0]];
        if (id.Length is 0 or > MaxIdLength || id.ContainsAnyExcept(AccessKeyIds.Characters))
            throw new SignatureException(SignatureFault.UnknownKey);
        return new CredentialScope(
            id.ToString(), text[fields[1].Start..].ToString(), text[fields[1]].ToString(), text[fields[2]].ToString(), text[fields[3]].ToString(),
            text[fields[4]].ToString());
    }
}
