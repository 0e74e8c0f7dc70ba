using System.Net;

namespace Brasa.Server;

/// <summary>
/// Keeps web pages out of what needs no signature: of everything where none are verified, and with <c>--auth on</c> of what the server tells of itself. Any
/// page open in a browser on this machine can send requests to it: such a request carries the page's origin, or, by a DNS name pointed at loopback, a host
/// that is none of this machine's.
/// </summary>
internal static class LocalCallers
{
    /// <summary>Whether the request comes from a program on this machine, or from a page that this machine serves.</summary>
    public static bool Includes(HttpRequest request) =>
        IsLocal(request.Host.Host) && request.Headers.Origin.All(origin => Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsLocal(page.IdnHost));

    /// <summary>Whether such a request came over loopback, also where the server has other addresses.</summary>
    public static bool IncludesConnection(HttpContext http) => http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && Includes(http.Request);

    public static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return http.Response.WriteAsync("Brasa serves programs on this machine by its loopback addresses and localhost names, and no web pages from elsewhere.\n");
    }

    private static bool IsLocal(string host) =>
        host is "127.0.0.1" or "localhost"
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
