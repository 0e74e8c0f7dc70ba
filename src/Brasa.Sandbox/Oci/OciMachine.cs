using System.Collections.Concurrent;
using Brasa.Sandbox.Cgroups;
using Brasa.Sandbox.Images;
using Brasa.Sandbox.Network;
using Brasa.Sandbox.Probe;
using Brasa.Sandbox.Processes;

namespace Brasa.Sandbox.Oci;

/// <summary>What all sandboxes of one server share.</summary>
internal sealed record OciMachine(
    SandboxOptions Options,
    OciRuntime Runtime,
    Reactor Reactor,
    ICgroupTree Cgroups,
    ITmpSource Tmp,
    RootFilesystem Root,
    string BundlesDirectory,
    EgressNetwork? Egress)
{
    public ContainerChildren Children { get; } = new(Reactor, Path.GetFileName(Runtime.Path));

    public UserIdRanges UserIds { get; } = new(Privileges.CountIds());

    /// <summary>Slots and sandboxes by id, to be ended with the server; a sandbox takes the place of its slot.</summary>
    public ConcurrentDictionary<string, IAsyncDisposable> Open { get; } = new();
}
