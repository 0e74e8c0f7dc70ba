using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Brasa.Server.Tls;

namespace Brasa.Server.Tests.Tls;

public sealed class ServerCertificateTests : IDisposable
{
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory files = new();

    private string Certificate => files.PathOf("cert.pem");

    private string Key => files.PathOf("key.pem");

    public void Dispose() => files.Dispose();

    [Fact]
    public void A_certificate_is_read_with_its_key_and_its_issuers()
    {
        var (server, key) = Make("CN=server");
        var (issuer, _) = Make("CN=issuer");
        Write(server + issuer, key);

        using var read = ServerCertificate.Read(Certificate, Key, Now);
        Assert.Equal(("CN=server", true, Certificate), (read.Certificate.Subject, read.Certificate.HasPrivateKey, read.Path));
        Assert.Equal("CN=issuer", Assert.Single(read.Issuers).Subject);
        Assert.Matches("^([0-9A-F]{2}:){31}[0-9A-F]{2}$", read.Fingerprint);
    }

    [Fact]
    public void Files_that_cannot_be_read_are_told_apart()
    {
        IsRefused($"--tls-cert {Certificate} cannot be read: ");
        File.WriteAllText(Certificate, Make("CN=server").Certificate);
        IsRefused($"--tls-key {Key} cannot be read: ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void What_is_no_certificate_is_refused(string text)
    {
        Write(text, Make("CN=server").Key);
        Assert.Matches($"--tls-cert {Certificate} (is|holds) no certificate in PEM", Problem());
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        Write(Make("CN=server").Certificate, Make("CN=other").Key);
        IsRefused($"--tls-key {Key} is not the key of the certificate in {Certificate}");
    }

    [Fact]
    public void A_key_with_a_password_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(Make("CN=server").Certificate, key.ExportEncryptedPkcs8PrivateKeyPem("password", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)));
        IsRefused($"--tls-key {Key} is not the key of");
    }

    [Fact]
    public void A_certificate_out_of_its_time_is_refused()
    {
        Write(Make("CN=server", from: -2, to: -1));
        IsRefused($"--tls-cert {Certificate} has expired: it was good until 2026-11-22 12:00 UTC.");
        Write(Make("CN=server", from: 1, to: 2));
        IsRefused($"--tls-cert {Certificate} is not good before 2026-11-24 12:00 UTC.");
    }

    [Fact]
    public void A_certificate_for_something_else_is_refused()
    {
        Write(Make("CN=server", use: ForClients));
        IsRefused($"--tls-cert {Certificate} is not meant for servers");
        Write(Make("CN=server", use: ServerCertificate.ForServers));
        ServerCertificate.Read(Certificate, Key, Now).Dispose();
    }

    private static (string Certificate, string Key) Make(string subject, int from = -1, int to = 1, string? use = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (use is not null) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        using var certificate = request.CreateSelfSigned(Now.AddDays(from), Now.AddDays(to));
        return ($"{certificate.ExportCertificatePem()}\n", key.ExportPkcs8PrivateKeyPem());
    }

    private void Write((string Certificate, string Key) made) => Write(made.Certificate, made.Key);

    private void Write(string certificate, string key)
    {
        File.WriteAllText(Certificate, certificate);
        File.WriteAllText(Key, key);
    }

    private string Problem() => Assert.Throws<InvalidDataException>(() => ServerCertificate.Read(Certificate, Key, Now)).Message;

    private void IsRefused(string message) => Assert.StartsWith(message, Problem(), StringComparison.Ordinal);
}
