using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography.X509Certificates;

namespace Brasa.Server.Tls;

/// <summary>What callers may call the server by.</summary>
/// <param name="Required">Host names and addresses that its certificate must have.</param>
/// <param name="Others">Addresses it gets too when it is made: they come and go, and are no reason to make another.</param>
internal sealed record ServerNames(IReadOnlyList<string> Required, IReadOnlyList<string> Others)
{
    private static readonly string[] Local = ["localhost", "127.0.0.1", "::1"];

    /// <summary>The names of a server that listens on an address of this machine, or on all of them.</summary>
    public static ServerNames Of(IPAddress listen)
    {
        var machine = Dns.GetHostName();
        string[] known = Uri.CheckHostName(machine) == UriHostNameType.Dns ? [.. Local, machine] : Local;
        return listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any)
            ? new ServerNames(known, [.. Addresses().Except(known)])
            : new ServerNames([.. known.Union([listen.ToString()])], []);
    }

    public X509Extension ToExtension()
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in Required.Concat(Others))
        {
            if (IPAddress.TryParse(name, out var address)) names.AddIpAddress(address);
            else names.AddDnsName(name);
        }

        return names.Build();
    }

    /// <summary>The machine's, but for those that mean something on one link only.</summary>
    private static IEnumerable<string> Addresses() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Where(own => !own.Address.IsIPv6LinkLocal)
        .Select(own => own.Address.ToString())
        .Distinct();
}
