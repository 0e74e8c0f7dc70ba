using Brasa.Lambda;
using Brasa.Sandbox.Probe;
using Brasa.Server.Tls;

namespace Brasa.Server.Tests;

public sealed class ServerFindingsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Without_an_interpreter_it_says_how_to_get_one()
    {
        var finding = Assert.Single(Look([]));
        Assert.Equal(FindingState.Warning, finding.State);
        Assert.Contains("apt-get install", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_is_told_in_time_before_it_ends()
    {
        using (OwnCertificate.LoadOrCreate(At("tls.pem"), At("tls.crt"), ServerNames.Of(System.Net.IPAddress.Loopback), Now)) { }

        Assert.Equal(FindingState.Ok, Certificate(Now).State);
        Assert.Contains("is good until", Certificate(Now.AddDays(3_640)).What, StringComparison.Ordinal);
        Assert.Contains("has been good until", Certificate(Now.AddDays(3_700)).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_others_can_read_keeps_a_server_from_starting()
    {
        File.WriteAllText(At("key"), "");
        File.SetUnixFileMode(At("key"), UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Contains(Look([]), finding => finding is { State: FindingState.Problem } && finding.Remedy == $"chmod 600 {At("key")}");
    }

    private string At(string name) => Path.Combine(directory.Path, name);

    private Finding Certificate(DateTimeOffset now) => ServerFindings.Of(directory.Path, [], now).Single(finding => finding.Check == "certificate");

    private IEnumerable<Finding> Look(IReadOnlyList<FoundRuntime> runtimes) => ServerFindings.Of(directory.Path, runtimes, Now);
}
