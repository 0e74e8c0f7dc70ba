using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Brasa.Server.Tls;

/// <summary>A certificate that the server signs itself, kept with its key in one file that only its owner can read.</summary>
internal static class OwnCertificate
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Public = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const int SerialBytes = 16;

    private static readonly TimeSpan Life = TimeSpan.FromDays(3_650);

    /// <summary>One that is to end sooner is replaced at start.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromDays(30);

    /// <summary>How far callers' clocks may be behind.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromDays(1);

    /// <summary>The certificate in a file; makes one where there is none, or it lacks a name, or soon ends.</summary>
    /// <param name="path">The file with the key.</param>
    /// <param name="publicPath">A copy of the certificate without it, for callers.</param>
    /// <param name="names">What the server is called by.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="InvalidDataException">The file is readable by others than its owner, or broken.</exception>
    public static ServerCertificate LoadOrCreate(string path, string publicPath, ServerNames names, DateTimeOffset now)
    {
        var certificate = File.Exists(path) ? Load(path) : null;
        if (certificate is null || certificate.NotAfter < (now + Rest).LocalDateTime || !names.Required.All(name => certificate.MatchesHostname(name, allowCommonName: false)))
        {
            certificate?.Dispose();
            Write(path, Create(names, now), OwnerOnly);
            certificate = Load(path);
        }

        if (certificate.ExportCertificatePem() is var text && (!File.Exists(publicPath) || File.ReadAllText(publicPath) != text)) Write(publicPath, text, Public);
        return new ServerCertificate(certificate, [], publicPath);
    }

    private static X509Certificate2 Load(string path)
    {
        if ((File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
            throw new InvalidDataException($"{path} can be read by others than its owner, who can pretend to be this server: remove it, and another is made at the next start.");
        var text = File.ReadAllText(path);
        try
        {
            return X509Certificate2.CreateFromPem(text, text);
        }
        catch (Exception broken) when (broken is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException($"{path} holds no certificate with its key: remove it, and another is made at the next start.", broken);
        }
    }

    /// <summary>A certificate that vouches for itself and for no other, and its key.</summary>
    private static string Create(ServerNames names, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Brasa", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerCertificate.ForServers)], critical: false));
        request.CertificateExtensions.Add(names.ToExtension());
        var itself = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(itself);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(itself));

        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)(serial[0] & 0x3F | 0x40); // positive, and never shorter
        using var certificate = request.Create(request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now - Skew, now + Life, serial);
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    /// <summary>Under another name first: a crash leaves no half of it.</summary>
    private static void Write(string path, string text, UnixFileMode mode)
    {
        var unfinished = $"{path}.new";
        File.Delete(unfinished);
        using (var file = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.SetUnixFileMode(unfinished, mode);
        File.Move(unfinished, path, overwrite: true);
    }
}
