using System.Net;
using System.Net.Sockets;
using Brasa.Services.Logs.Insights.Values;

namespace Brasa.Services.Logs.Insights.Functions;

/// <summary>Functions of IP addresses.</summary>
internal static class AddressFunctions
{
    public static IEnumerable<KeyValuePair<string, QueryFunction>> All { get; } =
    [
        new("isValidIp", Test(1, a => Parse(a[0]) is not null)),
        new("isValidIpV4", Test(1, a => Parse(a[0]) is { AddressFamily: AddressFamily.InterNetwork })),
        new("isValidIpV6", Test(1, a => Parse(a[0]) is { AddressFamily: AddressFamily.InterNetworkV6 })),
        new("isIpInSubnet", Test(2, a => IsIn(a, null))),
        new("isIpv4InSubnet", Test(2, a => IsIn(a, AddressFamily.InterNetwork))),
        new("isIpv6InSubnet", Test(2, a => IsIn(a, AddressFamily.InterNetworkV6))),
    ];

    private static QueryFunction Test(int count, Func<QueryValue[], bool> test) => new(count, count, arguments => QueryValue.Of(test(arguments)));

    /// <remarks>.NET takes an IPv4 address of fewer than four numbers too.</remarks>
    private static IPAddress? Parse(QueryValue value) =>
        value.ToString() is { } text && IPAddress.TryParse(text, out var address) && (text.Contains(':') || text.Count(c => c == '.') == 3) ? address : null;

    private static bool IsIn(QueryValue[] arguments, AddressFamily? family) =>
        Parse(arguments[0]) is { } address
        && IPNetwork.TryParse(arguments[1].ToString(), out var network)
        && address.AddressFamily == network.BaseAddress.AddressFamily
        && (family is null || family == address.AddressFamily)
        && network.Contains(address);
}
