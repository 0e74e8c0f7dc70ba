using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Brasa.Wire.Protocols;

/// <summary>A request's target as sent, neither decoded nor with its dots resolved: what AWS routes and signs.</summary>
/// <param name="Path">From the first slash to the question mark.</param>
/// <param name="Query">What follows the question mark; empty where there is none.</param>
internal readonly record struct RawTarget(ReadOnlyMemory<char> Path, ReadOnlyMemory<char> Query)
{
    public static RawTarget Of(HttpRequest request)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return Parse(target.Length > 0 ? target : "/");
    }

    public static RawTarget Parse(string target)
    {
        var start = 0;
        if (target[0] != '/' && target.IndexOf("://", StringComparison.Ordinal) is var scheme and > 0)
        {
            // The absolute form, which proxies get: the path begins after the authority.
            start = target.IndexOf('/', scheme + 3);
            if (start < 0)
                return new RawTarget("/".AsMemory(), default);
        }
        var question = target.IndexOf('?', start);
        return question < 0
            ? new RawTarget(target.AsMemory(start), default)
            : new RawTarget(target.AsMemory(start, question - start), target.AsMemory(question + 1));
    }
}
