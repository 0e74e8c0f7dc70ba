using System.Globalization;
using System.Text;
using Brasa.Sandbox.Cgroups;
using Brasa.Sandbox.Native;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.Oci;

/// <summary>
/// A shell that already sits in the slot's cgroup and waits for a line before it becomes the container runtime. Entering a cgroup makes
/// the kernel wait for other CPUs, some 5 ms with v1's four hierarchies; this way that, and the fork, are over when a start is asked for.
/// It ends by itself when this process does.
/// </summary>
internal sealed class Starter : IDisposable
{
    private const string Script =
        """
        n=$1; shift
        while [ "$n" -gt 0 ]; do echo $$ > "$1" || exit 1; shift; n=$((n-1)); done
        read -r go && exec "$@" < /dev/null
        """;

    private static readonly string[] SearchPath = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"];

    private readonly Pipe go = Pipe.Create();
    private readonly Pipe output = Pipe.ForReading();
    private readonly Pipe error = Pipe.ForReading();
    private readonly ChildProcess process;

    /// <param name="children">Waits for it.</param>
    /// <param name="runtime">What it becomes.</param>
    /// <param name="bundle">What that runs.</param>
    /// <param name="cgroup">Where it waits.</param>
    /// <param name="user">Who the program inside is, outside; crun gives the output to it, and runc leaves that to others.</param>
    /// <param name="group">Its group.</param>
    public Starter(ContainerChildren children, OciRuntime runtime, Bundle bundle, ICgroup cgroup, uint user, uint group)
    {
        output.GiveTo(user, group);
        error.GiveTo(user, group);
        var enter = runtime.StartsInsideCgroup ? cgroup.ProcessFiles : [];
        var pid = Spawner.Start(new SpawnRequest(
            ["/bin/sh", "-c", Script, "brasa-starter", enter.Count.ToString(CultureInfo.InvariantCulture), .. enter, .. runtime.RunCommand(bundle)],
            SearchPath)
        {
            Input = go.ReadEnd,
            Output = output.WriteEnd,
            Error = error.WriteEnd,
        });
        process = children.Watch(pid);
        go.ReadEnd.Dispose();
        output.WriteEnd.Dispose();
        error.WriteEnd.Dispose();
    }

    /// <summary>What the container's program writes.</summary>
    public Descriptor Output => output.ReadEnd;

    /// <inheritdoc cref="Output"/>
    public Descriptor Error => error.ReadEnd;

    /// <summary>Becomes the runtime; completes when that has started the container or failed.</summary>
    public unsafe Task<ChildStatus> RunAsync()
    {
        var newline = (byte)'\n';
        // SAFETY: one byte of this frame. A starter that is gone answers EPIPE, and its exit status says the rest.
        _ = LibC.Write(go.WriteEnd, &newline, 1);
        return process.Exited;
    }

    /// <summary>What a runtime that failed wrote to its stderr.</summary>
    public unsafe string ReadError()
    {
        var buffer = stackalloc byte[4096];
        // SAFETY: the buffer has that many bytes.
        var count = LibC.Read(Error, buffer, 4096);
        return count > 0 ? Encoding.UTF8.GetString(buffer, (int)count).Trim() : "";
    }

    public void Dispose()
    {
        process.Kill();
        process.Exited.Wait();
        process.Dispose();
        go.Dispose();
        output.Dispose();
        error.Dispose();
    }
}
