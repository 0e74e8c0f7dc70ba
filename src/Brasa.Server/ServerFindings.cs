using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Brasa.Lambda;
using Brasa.Sandbox.Probe;

namespace Brasa.Server;

/// <summary>What there is to say of a server's own before it starts: interpreters, and the files it keeps secrets in.</summary>
internal static class ServerFindings
{
    private const string Runtimes = "runtimes", Certificate = "certificate", Secrets = "secrets";

    /// <summary>Without which no secret can be read: a server does not start where others can.</summary>
    private const string Key = "key";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>So long before its end a start replaces the certificate.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromDays(30);

    public static IEnumerable<Finding> Of(string dataDirectory, IReadOnlyList<FoundRuntime> runtimes, DateTimeOffset now) =>
        [Interpreters(runtimes), .. OwnCertificate(Path.Combine(dataDirectory, "tls.crt"), now), .. PrivateFiles(dataDirectory)];

    private static Finding Interpreters(IReadOnlyList<FoundRuntime> runtimes) => runtimes.Count == 0
        ? Finding.Warning(Runtimes, "No interpreter was found.", "A server starts, but no function runs.", "sudo apt-get install --yes python3 nodejs; brasa runtimes tells of others")
        : Finding.Ok(Runtimes, string.Join(", ", runtimes.Select(runtime => $"{runtime.Identifier} ({runtime.Version})")));

    private static IEnumerable<Finding> OwnCertificate(string path, DateTimeOffset now)
    {
        if (!File.Exists(path)) yield break;
        Finding finding;
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            var end = certificate.NotAfter.ToUniversalTime();
            finding = now + Rest > end
                ? Finding.Warning(
                    Certificate, $"The server's own certificate {path} {(now > end ? "has been good" : "is good")} until {end:yyyy-MM-dd} only.", "Callers by TLS refuse the server from then on.",
                    "brasa down, and start it again: it makes another; then give callers the new tls.crt")
                : Finding.Ok(Certificate, $"{path} is good until {end:yyyy-MM-dd}");
        }
        catch (Exception broken) when (broken is CryptographicException or IOException or UnauthorizedAccessException)
        {
            finding = Finding.Warning(Certificate, $"{path} cannot be read: {broken.Message}", "Callers by TLS cannot be given it.", $"rm {path}, and start the server again");
        }

        yield return finding;
    }

    private static IEnumerable<Finding> PrivateFiles(string dataDirectory)
    {
        foreach (var name in (string[])[Key, "tls.pem", "brasa.db"])
        {
            var path = Path.Combine(dataDirectory, name);
            if (!File.Exists(path) || (File.GetUnixFileMode(path) & ~OwnerOnly) == 0) continue;
            var (what, remedy) = ($"{path} can be read by others than its owner.", $"chmod 600 {path}");
            yield return name == Key ? Finding.Problem(Secrets, what, remedy) : Finding.Warning(Secrets, what, "They learn what the server keeps secret.", remedy);
        }
    }
}
