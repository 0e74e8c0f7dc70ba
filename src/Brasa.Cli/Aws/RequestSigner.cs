using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Brasa.Cli.Aws;

/// <summary>Signs requests for the path <c>/</c> without a query, as those of the Query protocol are.</summary>
/// <remarks>IAM user guide, "AWS Signature Version 4 for API requests".</remarks>
internal sealed class RequestSigner(Credentials credentials, string region, string service, TimeProvider clock)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Adds date, token and signature to a request with that body.</summary>
    public void Sign(HttpRequestMessage request, byte[] body)
    {
        var time = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = request.RequestUri!.Authority, ["x-amz-date"] = time };
        if (credentials.Token is { } token) headers["x-amz-security-token"] = token;
        var names = string.Join(';', headers.Keys);

        var canonical = $"{request.Method}\n/\n\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{Hex(SHA256.HashData(body))}";
        var text = $"{Algorithm}\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{credentials.Secret}"), Hash);

        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        request.Headers.TryAddWithoutValidation("Authorization",
            $"{Algorithm} Credential={credentials.KeyId}/{scope}, SignedHeaders={names}, Signature={Hex(Hash(key, text))}");
    }

    private static byte[] Hash(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
