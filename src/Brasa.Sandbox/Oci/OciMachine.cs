using System.Collections.Concurrent;
using Brasa.Sandbox.Cgroups;
using Brasa.Sandbox.Images;
using Brasa.Sandbox.Network;
using Brasa.Sandbox.Probe;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.Oci;

/// <summary>What all sandboxes of one server share.</summary>
/// <param name="Options">How this machine runs them.</param>
/// <param name="Runtime">What starts them.</param>
/// <param name="Reactor">Watches their processes and pipes.</param>
/// <param name="Cgroups">Limits them.</param>
/// <param name="Tmp">What their <c>/tmp</c> is made of.</param>
/// <param name="Root">What they see as <c>/</c>.</param>
/// <param name="BundlesDirectory">Where each has a directory that is removed with all that is in it.</param>
/// <param name="SharedPlaces">Where shared directories are mounted while one starts: outside anything that is removed with all that is in it.</param>
/// <param name="Egress">Connects them with the network.</param>
internal sealed record OciMachine(
    SandboxOptions Options,
    OciRuntime Runtime,
    Reactor Reactor,
    ICgroupTree Cgroups,
    ITmpSource Tmp,
    RootFilesystem Root,
    string BundlesDirectory,
    string SharedPlaces,
    EgressNetwork? Egress)
{
    public ContainerChildren Children { get; } = new(Reactor, Path.GetFileName(Runtime.Path));

    public UserIdRanges UserIds { get; } = new(Privileges.CountIds());

    /// <summary>Slots and sandboxes by id, to be ended with the server; a sandbox takes the place of its slot.</summary>
    public ConcurrentDictionary<string, IAsyncDisposable> Open { get; } = new();
}
