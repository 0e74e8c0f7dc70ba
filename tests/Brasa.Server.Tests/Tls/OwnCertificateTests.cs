using System.Net;
using Brasa.Server.Tls;

namespace Brasa.Server.Tests.Tls;

public sealed class OwnCertificateTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly ServerNames Names = ServerNames.Of(IPAddress.Parse("192.168.7.2"));

    private readonly TemporaryDirectory data = new();

    private string File => data.PathOf("tls.pem");

    private string PublicFile => data.PathOf("tls.crt");

    public void Dispose() => data.Dispose();

    [Fact]
    public void It_is_for_what_callers_call_the_server_by_and_vouches_for_nobody_else()
    {
        using var own = Load();

        Assert.All([.. Names.Required, "192.168.7.2", "127.0.0.1", "::1", "localhost"], name => Assert.True(own.Certificate.MatchesHostname(name), name));
        Assert.False(own.Certificate.MatchesHostname("192.168.7.3"));
        Assert.True(own.Certificate.HasPrivateKey);
        Assert.Equal((Now.AddDays(-1).LocalDateTime, Now.AddDays(3_650).LocalDateTime), (own.Certificate.NotBefore, own.Certificate.NotAfter));
        Assert.False(own.Certificate.Extensions.OfType<System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension>().Single().CertificateAuthority);
    }

    [Fact]
    public void Its_key_is_the_owner_s_and_callers_get_a_copy_without_it()
    {
        using var own = Load();

        Assert.Equal(OwnerOnly, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead, System.IO.File.GetUnixFileMode(PublicFile));
        Assert.Contains("PRIVATE KEY", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        Assert.Equal(own.Certificate.ExportCertificatePem(), System.IO.File.ReadAllText(PublicFile));
        Assert.Equal(2, Directory.GetFiles(data.Path).Length);
    }

    [Fact]
    public void It_stays_the_same_until_it_soon_ends()
    {
        var first = Fingerprint();

        Assert.Equal(first, Fingerprint());
        Assert.Equal(first, Fingerprint(at: Now.AddDays(3_619)));
        Assert.NotEqual(first, Fingerprint(at: Now.AddDays(3_621)));
    }

    [Fact]
    public void Another_address_makes_another_and_one_that_comes_and_goes_does_not()
    {
        var first = Fingerprint();

        Assert.Equal(first, Fingerprint(Names with { Others = ["10.0.0.1"] }));
        Assert.NotEqual(first, Fingerprint(ServerNames.Of(IPAddress.Parse("192.168.7.3"))));
    }

    [Fact]
    public void A_server_that_listens_everywhere_is_called_by_every_address_of_the_machine()
    {
        var names = ServerNames.Of(IPAddress.Any);
        using var own = Load(names);

        Assert.DoesNotContain("0.0.0.0", names.Required);
        Assert.All(names.Others, name => Assert.True(own.Certificate.MatchesHostname(name), name));
    }

    [Fact]
    public void What_is_left_of_a_start_that_was_killed_does_no_harm()
    {
        System.IO.File.WriteAllText($"{File}.new", "half");
        using var own = Load();
        Assert.False(System.IO.File.Exists($"{File}.new"));
    }

    [Fact]
    public void A_key_that_others_can_read_is_refused()
    {
        Fingerprint();
        System.IO.File.SetUnixFileMode(File, OwnerOnly | UnixFileMode.OtherRead);
        Assert.StartsWith($"{File} can be read by others than its owner", Assert.Throws<InvalidDataException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_broken_is_refused()
    {
        Fingerprint();
        System.IO.File.WriteAllText(File, "-----BEGIN CERTIFICATE-----");
        Assert.StartsWith($"{File} holds no certificate with its key", Assert.Throws<InvalidDataException>(() => Load()).Message, StringComparison.Ordinal);
    }

    private ServerCertificate Load(ServerNames? names = null, DateTimeOffset? at = null) => OwnCertificate.LoadOrCreate(File, PublicFile, names ?? Names, at ?? Now);

    private string Fingerprint(ServerNames? names = null, DateTimeOffset? at = null)
    {
        using var own = Load(names, at);
        return own.Fingerprint;
    }
}
