using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Brasa.Wire.Tests.SigV4;

/// <summary>Requests from their text.</summary>
internal static class Http
{
    /// <summary>Reads <c>METHOD target HTTP/1.1</c> and lines of headers.</summary>
    public static DefaultHttpContext Parse(string text, byte[]? body = null)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var (method, end) = (lines[0].IndexOf(' '), lines[0].LastIndexOf(' '));
        var http = Create(lines[0][..method], lines[0][(method + 1)..end], body ?? []);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':');
            http.Request.Headers.Append(line[..colon], line[(colon + 1)..].Trim());
        }
        return http;
    }

    public static DefaultHttpContext Create(string method, string target, byte[] body)
    {
        var http = new DefaultHttpContext();
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        http.Request.Method = method;
        http.Request.Body = new MemoryStream(body);
        if (body.Length > 0) http.Request.ContentLength = body.Length;
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        return http;
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
