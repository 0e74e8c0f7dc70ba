using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Brasa.Server.Tls;

/// <summary>What callers know the server by over TLS: its certificate with the key, and those that lead from it to one they trust.</summary>
/// <param name="Certificate">The server's own, with its key.</param>
/// <param name="Issuers">Those in between; none where it is self-signed.</param>
/// <param name="Path">The file that callers can be given to trust it.</param>
internal sealed record ServerCertificate(X509Certificate2 Certificate, X509Certificate2Collection Issuers, string Path) : IDisposable
{
    /// <remarks>RFC 5280, section 4.2.1.12: <c>id-kp-serverAuth</c>.</remarks>
    public const string ForServers = "1.3.6.1.5.5.7.3.1";

    private const string AnyUse = "2.5.29.37.0";

    /// <summary>SHA-256 of the certificate, as browsers and OpenSSL show it.</summary>
    public string Fingerprint => string.Join(':', Certificate.GetCertHash(HashAlgorithmName.SHA256).Select(part => $"{part:X2}"));

    /// <summary>What the options ask for; <c>null</c> where that is no TLS.</summary>
    /// <exception cref="InvalidDataException">What was given cannot be used; the message says why.</exception>
    public static ServerCertificate? Of(ServerOptions options, DataDirectory data, DateTimeOffset now) => options switch
    {
        { TlsCertificatePath: { } certificate, TlsKeyPath: { } key } => Read(certificate, key, now),
        { UsesTls: true } => OwnCertificate.LoadOrCreate(data.Certificate, data.PublicCertificate, ServerNames.Of(options.Listen), now),
        _ => null,
    };

    /// <summary>Reads a certificate, with its issuers after it, and its key.</summary>
    /// <exception cref="InvalidDataException">They cannot be used; the message says why.</exception>
    public static ServerCertificate Read(string certificatePath, string keyPath, DateTimeOffset now)
    {
        var (text, key) = (ReadText("--tls-cert", certificatePath), ReadText("--tls-key", keyPath));
        var all = new X509Certificate2Collection();
        Try(() => all.ImportFromPem(text), failure => $"--tls-cert {certificatePath} is no certificate in PEM: {failure}");
        if (all.Count == 0) throw new InvalidDataException($"--tls-cert {certificatePath} holds no certificate in PEM.");
        X509Certificate2? certificate = null;
        Try(() => certificate = X509Certificate2.CreateFromPem(text, key), _ =>
            $"--tls-key {keyPath} is not the key of the certificate in {certificatePath}, or not in PEM, or has a password: give its own, without one.");
        if (Problem(certificate!, now) is { } problem) throw new InvalidDataException($"--tls-cert {certificatePath} {problem}");
        all.RemoveAt(0);
        return new ServerCertificate(certificate!, all, certificatePath);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var issuer in Issuers) issuer.Dispose();
    }

    private static string? Problem(X509Certificate2 certificate, DateTimeOffset now)
    {
        if (certificate.NotAfter <= now.LocalDateTime) return $"has expired: it was good until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC.";
        if (certificate.NotBefore > now.LocalDateTime) return $"is not good before {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC.";
        return certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().All(IsForServers) ? null : "is not meant for servers: its extended key usage has no serverAuth.";
    }

    private static bool IsForServers(X509EnhancedKeyUsageExtension usage) => usage.EnhancedKeyUsages.Cast<Oid>().Any(use => use.Value is ForServers or AnyUse);

    private static string ReadText(string option, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{option} {path} cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private static void Try(Action read, Func<string, string> message)
    {
        try
        {
            read();
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException(message(wrong.Message), wrong);
        }
    }
}
