using Brasa.Sandbox.Probe;
using Brasa.Sandbox.Tests.Support;

namespace Brasa.Sandbox.Tests.Probe;

public sealed class SandboxProbeTests
{
    [Fact]
    public void A_missing_runtime_is_told_with_the_command_that_installs_it()
    {
        var report = SandboxProbe.Inspect(new SandboxOptions { DataDirectory = "/tmp", OciRuntime = "no-such-runtime" });

        Assert.False(report.CanIsolate);
        Assert.Contains(report.Problems, problem => problem.Remedy == "apt-get install no-such-runtime");
    }

    [Fact]
    public void A_machine_that_runs_these_tests_lacks_nothing()
    {
        IsolatedHost.SkipUnlessPossible();

        var report = SandboxProbe.Inspect(new SandboxOptions { DataDirectory = "/tmp", OciRuntime = IsolatedHost.Runtime });

        Assert.Empty(report.Problems);
        Assert.Contains(IsolatedHost.Runtime, report.OciRuntimeVersion, StringComparison.Ordinal);
    }
}
