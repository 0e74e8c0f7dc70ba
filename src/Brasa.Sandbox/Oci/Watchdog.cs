using Brasa.Sandbox.Cgroups;
using Brasa.Sandbox.Native;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.Oci;

/// <summary>
/// A shell that outlives a server killed with SIGKILL and ends what that server ran: what is frozen would otherwise stay for ever, where no
/// other server starts on the same data directory.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    // It sits in the server's own control groups, so that the next server ends it first. "$1" is its own group; the others are the server's directories, the freezer's first where there is one: nothing frozen dies.
    private const string EndCgroups =
        """
        own=$1; shift
        mkdir -p "$own" && echo $$ > "$own/cgroup.procs"
        read -r ended && exit
        exec 2> /dev/null
        for round in 1 2 3 4 5 6 7 8 9 10; do
            left=0
            for d; do
                for group in "$d"/*/; do
                    [ "$group" = "$own/" ] || ! [ -d "$group" ] && continue
                    while read -r pid; do kill -9 "$pid"; done < "$group/cgroup.procs"
                    [ -e "$group/freezer.state" ] && echo THAWED > "$group/freezer.state"
                    rmdir "$group" || left=1
                done
            done
            [ $left = 0 ] && break
            sleep 0.1
        done
        echo $$ > "$1/../../cgroup.procs"
        rmdir "$own"
        for d; do rmdir "$d" "$d/.."; done
        """;

    // Without control groups: a container's first process is in a pid namespace of its own, and one that got its pid since is probably not.
    private const string EndContainers =
        """
        read -r ended && exit
        exec 2> /dev/null
        own=$(readlink /proc/self/ns/pid)
        for round in 1 2 3 4 5 6 7 8 9 10; do
            for file in "$1"/*/pid; do
                read -r pid < "$file"
                its=$(readlink "/proc/$pid/ns/pid") && [ "$its" != "$own" ] && kill -9 "$pid"
            done
            sleep 0.1
        done
        """;

    private readonly Pipe alive = Pipe.Create();
    private readonly ChildProcess process;
    private readonly string? ownGroup;

    private Watchdog(ContainerChildren children, string script, IReadOnlyList<string> arguments, string? ownGroup)
    {
        this.ownGroup = ownGroup;
        using var nowhere = new Descriptor(NativeCall.Check(LibC.Open("/dev/null", LibC.O_RDWR | LibC.O_CLOEXEC), "Opening /dev/null"));
        var pid = Spawner.Start(new SpawnRequest(["/bin/sh", "-c", script, "brasa-watchdog", .. arguments], ["PATH=/usr/bin:/bin"])
        {
            Input = alive.ReadEnd,
            Output = nowhere,
            Error = nowhere,
        });
        process = children.Watch(pid);
        alive.ReadEnd.Dispose();
    }

    /// <summary>Starts it for the server whose control groups lie in these directories.</summary>
    public static Watchdog OfCgroups(ContainerChildren children, IReadOnlyList<string> directories)
    {
        var own = Path.Combine(directories[0], $"watchdog-{Environment.ProcessId}");
        return new Watchdog(children, EndCgroups, [own, .. directories], own);
    }

    /// <summary>Starts it for the server whose bundles lie in this directory.</summary>
    public static Watchdog OfContainers(ContainerChildren children, string bundles) => new(children, EndContainers, [bundles], null);

    /// <summary>The server ends in order: there is nothing left to do.</summary>
    public void Dispose()
    {
        process.Kill();
        process.Exited.Wait();
        process.Dispose();
        alive.Dispose();
        if (ownGroup is not null) CgroupDirectory.TryRemove(ownGroup);
    }
}
