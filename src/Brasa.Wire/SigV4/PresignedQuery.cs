using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Brasa.Wire.SigV4;

/// <summary>The parameters that presign a URL.</summary>
internal sealed class PresignedQuery
{
    public const string SignatureName = "X-Amz-Signature";

    /// <summary>The longest a URL may be good for, in seconds: seven days.</summary>
    /// <remarks>S3 API reference, "Authenticating requests: using query parameters".</remarks>
    private const int MaxSeconds = 604_800;

    private const string AlgorithmName = "X-Amz-Algorithm";
    private const string CredentialName = "X-Amz-Credential";
    private const string DateName = "X-Amz-Date";
    private const string ExpiresName = "X-Amz-Expires";
    private const string SignedHeadersName = "X-Amz-SignedHeaders";

    private static readonly string[] Required = [AlgorithmName, CredentialName, SignatureName, DateName, SignedHeadersName, ExpiresName];

    private readonly Dictionary<string, string> found = [];

    /// <summary>The parameters; <c>null</c> where the URL is not presigned.</summary>
    /// <exception cref="SignatureException">One is there twice.</exception>
    public static PresignedQuery? Read(ReadOnlyMemory<char> query)
    {
        if (!query.Span.Contains("X-Amz-", StringComparison.Ordinal))
            return null;
        var presigned = new PresignedQuery();
        foreach (var parameter in new QueryStringEnumerable(query))
        {
            var name = parameter.DecodeName().ToString();
            if ((Array.IndexOf(Required, name) >= 0 || name == SignatureClaim.TokenName) && !presigned.found.TryAdd(name, parameter.DecodeValue().ToString()))
                throw new SignatureException(SignatureFault.IncompleteQuery, $"AWS query-string parameters must include '{name}' once.");
        }
        return presigned.found.ContainsKey(AlgorithmName) || presigned.found.ContainsKey(CredentialName) || presigned.found.ContainsKey(SignatureName)
            ? presigned
            : null;
    }

    public SignatureClaim ToClaim()
    {
        foreach (var name in Required)
        {
            if (!found.TryGetValue(name, out var value) || value.Length == 0)
                throw Incomplete($"AWS query-string parameters must include '{name}'. Re-examine the query-string parameters.");
        }
        if (found[AlgorithmName] != SignatureClaim.Algorithm)
            throw Incomplete($"Unsupported AWS 'algorithm': '{found[AlgorithmName]}' (only {SignatureClaim.Algorithm} for now). ");
        if (!int.TryParse(found[ExpiresName], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            throw Incomplete("X-Amz-Expires should be a number");
        if (seconds > MaxSeconds)
            throw Incomplete($"X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than {MaxSeconds} seconds");

        var timestamp = found[DateName];
        var time = SignatureClaim.TryParseTime(timestamp) ?? throw Incomplete("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
        var scope = CredentialScope.Parse(found[CredentialName], SignatureFault.IncompleteQuery);
        return new SignatureClaim
        {
            AccessKeyId = scope.AccessKeyId, Scope = scope.Scope, Date = scope.Date, Region = scope.Region, Service = scope.Service, Term = scope.Term,
            SignedHeaders = found[SignedHeadersName], Signature = found[SignatureName], Timestamp = timestamp, Time = time,
            SecurityToken = found.GetValueOrDefault(SignatureClaim.TokenName), Validity = TimeSpan.FromSeconds(seconds),
        };
    }

    private static SignatureException Incomplete(string message) => new(SignatureFault.IncompleteQuery, message);
}
