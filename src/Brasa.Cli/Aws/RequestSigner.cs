using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Brasa.Cli.Aws;

/// <summary>Signs requests; a query has its names in order, and is encoded as it is to be signed.</summary>
/// <remarks>IAM user guide, "AWS Signature Version 4 for API requests".</remarks>
internal sealed class RequestSigner(Credentials credentials, string region, string service, TimeProvider clock)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Adds date, token and signature to a request with that body; all headers of AWS's own that it has are signed too.</summary>
    public void Sign(HttpRequestMessage request, byte[] body)
    {
        var time = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        request.Headers.Add("host", request.RequestUri!.Authority);
        request.Headers.Add("x-amz-date", time);
        if (credentials.Token is { } token) request.Headers.Add("x-amz-security-token", token);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in request.Headers)
        {
            var lower = name.ToLowerInvariant();
            if (lower == "host" || lower.StartsWith("x-amz-", StringComparison.Ordinal)) headers[lower] = string.Join(',', values);
        }

        var names = string.Join(';', headers.Keys);
        // Each part of the path is encoded once more than it is sent.
        var path = string.Join('/', request.RequestUri.AbsolutePath.Split('/').Select(Uri.EscapeDataString));
        var canonical = $"{request.Method}\n{path}\n{request.RequestUri.Query.TrimStart('?')}\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{Hex(SHA256.HashData(body))}";
        var text = $"{Algorithm}\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{credentials.Secret}"), Hash);

        request.Headers.TryAddWithoutValidation("Authorization",
            $"{Algorithm} Credential={credentials.KeyId}/{scope}, SignedHeaders={names}, Signature={Hex(Hash(key, text))}");
    }

    private static byte[] Hash(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
