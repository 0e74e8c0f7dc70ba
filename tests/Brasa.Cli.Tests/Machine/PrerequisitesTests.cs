using Brasa.Cli.Machine;

namespace Brasa.Cli.Tests.Machine;

public sealed class PrerequisitesTests
{
    private static readonly Runtime Python = new("python3.12", "3.12.3", "/usr/bin/python3.12");
    private static readonly Problem NoCrun = new("The OCI runtime crun is not installed.", "apt-get install crun");
    private static readonly Problem NoNft = new("nft, which loads packet filters, is not installed.", "apt-get install nftables");
    private static readonly Problem NoLoop = new("The kernel offers no loop devices.", "modprobe loop");

    [Fact]
    public void A_bare_machine_lacks_what_isolation_needs_and_both_languages() =>
        Assert.Equal(["crun", "python3", "nodejs"], Prerequisites.MissingPackages(Machine([NoCrun, NoLoop]), isIsolated: true));

    [Fact]
    public void A_language_with_any_version_is_not_installed_again() =>
        Assert.Equal(["nodejs"], Prerequisites.MissingPackages(Machine([], Python), isIsolated: true));

    [Fact]
    public void Without_isolation_nothing_of_it_is_installed_or_missed()
    {
        var machine = Machine([NoCrun, NoLoop], Python);

        Assert.Equal(["nodejs"], Prerequisites.MissingPackages(machine, isIsolated: false));
        Assert.Null(Prerequisites.Obstacle(machine, isIsolated: false));
    }

    [Fact]
    public void What_no_package_mends_is_told_with_its_remedy() =>
        Assert.Contains("modprobe loop", Prerequisites.Obstacle(Machine([NoLoop], Python), isIsolated: true), StringComparison.Ordinal);

    [Fact]
    public void One_language_is_enough() => Assert.Null(Prerequisites.Obstacle(Machine([], Python), isIsolated: true));

    [Fact]
    public void A_machine_with_no_interpreter_is_told_how_to_get_one() =>
        Assert.Contains("apt-get install --yes python3 nodejs", Prerequisites.Obstacle(Machine([]), isIsolated: true), StringComparison.Ordinal);

    [Fact]
    public void What_functions_need_to_reach_the_network_is_installed_and_no_obstacle()
    {
        var machine = Machine([], Python);
        machine = machine with { Host = machine.Host with { EgressProblems = [NoNft] } };

        Assert.Equal(["nftables", "nodejs"], Prerequisites.MissingPackages(machine, isIsolated: true));
        Assert.Equal(["nodejs"], Prerequisites.MissingPackages(machine, isIsolated: false));
        Assert.Null(Prerequisites.Obstacle(machine, isIsolated: true));
    }

    private static Inspection Machine(IReadOnlyList<Problem> problems, params Runtime[] runtimes) =>
        new(new Host(IsRoot: true, IsRootless: false, CanIsolate: problems.Count == 0, problems, []), runtimes, []);
}
