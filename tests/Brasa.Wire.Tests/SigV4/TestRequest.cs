using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Brasa.Wire.SigV4;
using Microsoft.AspNetCore.Http;

namespace Brasa.Wire.Tests.SigV4;

/// <summary>A request in parts, and the plainest way to sign it: strings, sorted and joined.</summary>
internal sealed record TestRequest
{
    public const string Id = "AKIATESTTESTTESTTEST";
    public const string Secret = "not/so+secret";

    public string Method { get; init; } = "POST";

    /// <summary>The path's segments, not encoded.</summary>
    public IReadOnlyList<string> Segments { get; init; } = ["2015-03-31", "functions", "arn:aws:lambda:f", "invocations"];

    /// <summary>The query's names and values, not encoded.</summary>
    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public byte[] Body { get; init; } = [];

    public string Service { get; init; } = "lambda";

    public string Region { get; init; } = "eu-west-1";

    public string Time { get; init; } = "20260101T120000Z";

    /// <summary>The header that says when it was signed, where it is not <c>X-Amz-Date</c>.</summary>
    public (string Name, string Value)? DateHeader { get; init; }

    public string Host { get; init; } = "localhost:4566";

    /// <summary>What <c>x-amz-content-sha256</c> says; <c>null</c> where it is not sent, and the hash of the body is signed.</summary>
    public string? ContentHash { get; init; }

    private string Scope => $"{Time[..8]}/{Region}/{Service}/aws4_request";

    public string BodyHash => Hex(SHA256.HashData(Body));

    public static FakeAccessKeys Keys => new FakeAccessKeys().Add(Id, Secret);

    /// <summary>Signs it in its Authorization header.</summary>
    public DefaultHttpContext Sign()
    {
        var headers = new List<(string Name, string Value)>(Headers) { ("Host", Host), DateHeader ?? ("X-Amz-Date", Time) };
        if (ContentHash is not null) headers.Add(("x-amz-content-sha256", ContentHash));
        var (names, signature) = SignatureOf(headers, Query, ContentHash ?? BodyHash);

        var http = ToHttp(headers, Query);
        http.Request.Headers.Authorization = $"AWS4-HMAC-SHA256 Credential={Id}/{Scope}, SignedHeaders={names}, Signature={signature}";
        return http;
    }

    /// <summary>Signs it in its query.</summary>
    public DefaultHttpContext Presign(int seconds)
    {
        List<(string Name, string Value)> headers = [.. Headers, ("Host", Host)];
        List<(string Name, string Value)> query =
        [
            .. Query, ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), ("X-Amz-Credential", $"{Id}/{Scope}"), ("X-Amz-Date", Time),
            ("X-Amz-Expires", seconds.ToString(CultureInfo.InvariantCulture)), ("X-Amz-SignedHeaders", NamesOf(headers)),
        ];
        var (_, signature) = SignatureOf(headers, query, ContentHash ?? (Service == "s3" ? "UNSIGNED-PAYLOAD" : BodyHash));
        return ToHttp(headers, [.. query, ("X-Amz-Signature", signature)]);
    }

    /// <summary>The key that it is signed with.</summary>
    public byte[] SigningKey()
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + Secret);
        foreach (var field in Scope.Split('/')) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(field));
        return key;
    }

    public static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private (string Names, string Signature) SignatureOf(
        IReadOnlyList<(string Name, string Value)> headers, IReadOnlyList<(string Name, string Value)> query, string payload)
    {
        var path = "/" + string.Join('/', Segments.Select(segment => Service == "s3" ? Escape(segment) : Escape(Escape(segment))));
        var sorted = query.Select(pair => (Name: Escape(pair.Name), Value: Escape(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal);
        var lines = headers.GroupBy(header => header.Name.ToLowerInvariant()).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}:{string.Join(',', group.Select(header => string.Join(' ', header.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))))}\n");
        var canonical = $"{Method}\n{path}\n{string.Join('&', sorted.Select(pair => $"{pair.Name}={pair.Value}"))}\n{string.Concat(lines)}\n"
            + $"{NamesOf(headers)}\n{payload}";
        var text = $"AWS4-HMAC-SHA256\n{Time}\n{Scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        return (NamesOf(headers), Hex(HMACSHA256.HashData(SigningKey(), Encoding.UTF8.GetBytes(text))));
    }

    private DefaultHttpContext ToHttp(IReadOnlyList<(string Name, string Value)> headers, IReadOnlyList<(string Name, string Value)> query)
    {
        var target = "/" + string.Join('/', Segments.Select(Escape))
            + (query.Count == 0 ? "" : "?" + string.Join('&', query.Select(pair => $"{Escape(pair.Name)}={Escape(pair.Value)}")));
        var http = Http.Create(Method, target, Body);
        foreach (var (name, value) in headers) http.Request.Headers.Append(name, value);
        return http;
    }

    private static string NamesOf(IEnumerable<(string Name, string Value)> headers) =>
        string.Join(';', headers.Select(header => header.Name.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal));

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
