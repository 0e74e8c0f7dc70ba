using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Brasa.Cli.Servers;

/// <summary>How a server is reached, wherever it is.</summary>
internal static class ServerConnection
{
    public const string EndpointVariable = "BRASA_ENDPOINT";
    public const string AuthorityVariable = "AWS_CA_BUNDLE";

    /// <summary>A client of the server at a URL.</summary>
    /// <param name="endpoint">Scheme, host and port.</param>
    /// <param name="authorities">A PEM file with the certificates to trust in place of the machine's; <c>null</c>: the machine's.</param>
    /// <exception cref="CliException">One of them is not what it should be.</exception>
    public static HttpClient Open(string endpoint, string? authorities)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.PathAndQuery != "/")
            throw new CliException($"{endpoint} is no address of a server: give one as https://brasa.example:4566.");
        // A proxy that the environment names is for the network; nobody means it for the machine itself.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !address.IsLoopback };
        if (authorities is not null) handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust(authorities) };
        return new HttpClient(handler) { BaseAddress = address };
    }

    private static X509ChainPolicy Trust(string path)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(path);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CliException($"{path} cannot be read: {wrong.Message}");
        }

        return policy.CustomTrustStore.Count > 0 ? policy : throw new CliException($"{path} holds no certificate in PEM.");
    }
}
