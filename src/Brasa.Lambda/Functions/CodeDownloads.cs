using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Brasa.Core.Operations;
using Brasa.Core.Storage;
using Microsoft.AspNetCore.Http;

namespace Brasa.Lambda.Functions;

/// <summary>Lets whoever holds a signed URL download a package, as AWS's presigned <c>Code.Location</c> does.</summary>
internal sealed class CodeDownloads(CodeStore code, TimeProvider clock)
{
    /// <summary>Where downloads live on the server.</summary>
    public const string Path = "/_brasa/code";

    private const int KeyBytes = 32;

    /// <remarks>AWS Lambda API reference, GetFunction: the link is valid for 10 minutes.</remarks>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly byte[] key = RandomNumberGenerator.GetBytes(KeyBytes);

    /// <summary>A URL for the package, good for ten minutes or until the server ends.</summary>
    public string UrlOf(BlobId id, RequestContext context)
    {
        var expires = (clock.GetUtcNow() + Life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{context.Endpoint}{Path}/{id}?expires={expires}&signature={Convert.ToHexStringLower(Sign(id.Hex, expires))}";
    }

    /// <summary>Sends the package that the URL names.</summary>
    public async Task SendAsync(HttpContext http)
    {
        var hex = http.Request.Path.Value![Path.Length..].TrimStart('/');
        var expires = http.Request.Query["expires"].ToString();
        if (!IsSigned(hex, expires, http.Request.Query["signature"].ToString())
            || long.Parse(expires, CultureInfo.InvariantCulture) < clock.GetUtcNow().ToUnixTimeSeconds())
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        await using var zip = code.OpenRead(new BlobId(hex));
        if (zip is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.ContentType = "application/zip";
        http.Response.ContentLength = zip.Length;
        await zip.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private bool IsSigned(string hex, string expires, string signature)
    {
        Span<byte> claimed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Convert.FromHexString(signature, claimed, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == claimed.Length
            && CryptographicOperations.FixedTimeEquals(claimed, Sign(hex, expires));
    }

    private byte[] Sign(string hex, string expires) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{hex}\n{expires}"));
}
