using Brasa.Sandbox.Cgroups;

namespace Brasa.Sandbox.Oci;

/// <summary>What one container uses up: a control group of its own, and the <see cref="Starter"/> that waits in it.</summary>
internal sealed class OciBerth : IDisposable
{
    private readonly ResourceStack resources = new();

    public OciBerth(OciMachine machine, Bundle bundle, uint userIds)
    {
        try
        {
            Cgroup = resources.Push(machine.Cgroups.Create(bundle.Id));
            Starter = resources.Push(new Starter(
                machine.Children, machine.Runtime, bundle, Cgroup,
                machine.UserIds.Outside(userIds, machine.Options.UserId), machine.UserIds.Outside(userIds, machine.Options.GroupId)));
        }
        catch
        {
            resources.Dispose();
            throw;
        }
    }

    public ICgroup Cgroup { get; }

    public Starter Starter { get; }

    /// <summary>Kills what is left inside and returns both.</summary>
    public void Dispose() => resources.Dispose();
}
