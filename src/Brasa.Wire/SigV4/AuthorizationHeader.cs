using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.SigV4;

/// <summary>Reads <c>AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…</c>.</summary>
internal static class AuthorizationHeader
{
    /// <summary>The longest one that is read, in characters: more than a hundred signed headers with long names need.</summary>
    private const int MaxLength = 8192;

    private const string Scheme = "AWS4-";

    public static SignatureClaim Read(string header, IHeaderDictionary headers)
    {
        if (!header.StartsWith(Scheme, StringComparison.Ordinal))
            throw new SignatureException(SignatureFault.Missing);
        if (header.Length > MaxLength || !Ascii.IsValid(header))
            throw new SignatureException(SignatureFault.Incomplete, "The Authorization header is too long, or not ASCII.");
        var space = header.IndexOf(' ');
        var algorithm = space < 0 ? header : header[..space];
        if (algorithm != SignatureClaim.Algorithm)
            throw new SignatureException(SignatureFault.Incomplete, $"Unsupported AWS 'algorithm': '{algorithm}' (only {SignatureClaim.Algorithm} for now). ");

        var fields = Split(header, header.AsMemory(space < 0 ? header.Length : space + 1));
        var (timestamp, time) = TimeOf(headers, header, fields);
        var scope = CredentialScope.Parse(fields.Credential.Span, SignatureFault.Incomplete);
        return new SignatureClaim
        {
            AccessKeyId = scope.AccessKeyId, Scope = scope.Scope, Date = scope.Date, Region = scope.Region, Service = scope.Service, Term = scope.Term,
            SignedHeaders = fields.SignedHeaders.ToString(), Signature = fields.Signature.ToString(), Timestamp = timestamp, Time = time,
            SecurityToken = SingleValue(headers, SignatureClaim.TokenName),
        };
    }

    private static Fields Split(string header, ReadOnlyMemory<char> text)
    {
        var found = default(Fields);
        foreach (var range in text.Span.Split(','))
        {
            var field = text[range].Trim();
            var equals = field.Span.IndexOf('=');
            if (equals < 0)
                throw new SignatureException(
                    SignatureFault.Incomplete, $"'{field}' not a valid key=value pair (missing equal-sign) in Authorization header: '{header}'.");
            var value = field[(equals + 1)..];
            found = field.Span[..equals] switch
            {
                "Credential" when found.Credential.IsEmpty => found with { Credential = value },
                "SignedHeaders" when found.SignedHeaders.IsEmpty => found with { SignedHeaders = value },
                "Signature" when found.Signature.IsEmpty => found with { Signature = value },
                _ => throw new SignatureException(
                    SignatureFault.Incomplete, $"'{field}' is unknown, or there twice, in Authorization header: '{header}'."),
            };
        }
        return found;
    }

    private static (string Text, DateTimeOffset Time) TimeOf(IHeaderDictionary headers, string header, Fields fields)
    {
        var date = SingleValue(headers, SignatureClaim.DateHeader) ?? SingleValue(headers, "Date");
        var missing = Missing(fields.Credential, "Credential") + Missing(fields.Signature, "Signature") + Missing(fields.SignedHeaders, "SignedHeaders")
            + (date is null ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. " : "");
        if (missing.Length > 0)
            throw new SignatureException(SignatureFault.Incomplete, $"{missing}Authorization={header}");

        if (SignatureClaim.TryParseTime(date) is { } time)
            return (date!, time);
        if (DateTimeOffset.TryParseExact(date, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
            return (time.ToString(SignatureClaim.TimeFormat, CultureInfo.InvariantCulture), time);
        throw new SignatureException(
            SignatureFault.Incomplete, $"Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    private static string Missing(ReadOnlyMemory<char> value, string name) =>
        value.IsEmpty ? $"Authorization header requires '{name}' parameter. " : "";

    private static string? SingleValue(IHeaderDictionary headers, string name)
    {
        var values = headers[name];
        return values.Count <= 1
            ? values.Count == 0 ? null : values[0]
            : throw new SignatureException(SignatureFault.Incomplete, $"'{name}' is there more than once.");
    }

    private readonly record struct Fields(ReadOnlyMemory<char> Credential, ReadOnlyMemory<char> SignedHeaders, ReadOnlyMemory<char> Signature);
}
