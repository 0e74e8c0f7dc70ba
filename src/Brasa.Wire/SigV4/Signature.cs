using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Brasa.Wire.SigV4;

/// <summary>Finds a request's credential: in its Authorization header, or in the query string of a presigned URL.</summary>
internal static class Signature
{
    private const string Scheme = "AWS4-";
    private const string QueryParameter = "X-Amz-Credential";
    private const string DateHeader = "X-Amz-Date";

    /// <summary>The credential, or <c>null</c> where the request is not signed.</summary>
    /// <exception cref="SignatureException">It is signed, and badly.</exception>
    public static Credential? Read(HttpRequest request, ReadOnlyMemory<char> query)
    {
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Scheme, StringComparison.Ordinal)
            ? ReadHeader(authorization, request.Headers.ContainsKey(DateHeader) || request.Headers.ContainsKey("Date"))
            : ReadQuery(query);
    }

    private static Credential ReadHeader(string authorization, bool isDated)
    {
        ReadOnlySpan<char> credential = default, headers = default, signature = default;
        var fields = authorization.AsSpan(authorization.IndexOf(' ') + 1);
        foreach (var range in fields.Split(','))
        {
            var field = fields[range].Trim();
            var equals = field.IndexOf('=');
            if (equals < 0)
                throw Incomplete($"'{field}' not a valid key=value pair (missing equal-sign) in Authorization header: '{authorization}'.");
            var value = field[(equals + 1)..];
            switch (field[..equals])
            {
                case "Credential": credential = value; break;
                case "SignedHeaders": headers = value; break;
                case "Signature": signature = value; break;
            }
        }

        var missing = Missing(credential, "Credential") + Missing(signature, "Signature") + Missing(headers, "SignedHeaders")
            + (isDated ? "" : "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        if (missing.Length > 0)
            throw Incomplete($"{missing}Authorization={authorization}");
        return Parse(credential);
    }

    private static Credential? ReadQuery(ReadOnlyMemory<char> query)
    {
        foreach (var parameter in new QueryStringEnumerable(query))
        {
            if (parameter.DecodeName().Span.Equals(QueryParameter, StringComparison.OrdinalIgnoreCase))
                return Parse(parameter.DecodeValue().Span);
        }
        return null;
    }

    private static Credential Parse(ReadOnlySpan<char> text) => Credential.TryParse(text)
        ?? throw Incomplete($"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{text}'");

    private static string Missing(ReadOnlySpan<char> value, string name) =>
        value.IsEmpty ? $"Authorization header requires '{name}' parameter. " : "";

    private static SignatureException Incomplete(string message) => new(SignatureFault.Incomplete, message);
}
