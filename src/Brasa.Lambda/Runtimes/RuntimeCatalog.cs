using System.Collections.Frozen;
using Brasa.Sandbox;

namespace Brasa.Lambda.Runtimes;

/// <summary>The runtimes that functions can use on this machine.</summary>
internal sealed class RuntimeCatalog(IReadOnlyList<Interpreter> interpreters, string assetsDirectory)
{
    private readonly FrozenDictionary<string, Interpreter> byIdentifier =
        interpreters.ToFrozenDictionary(interpreter => interpreter.Runtime.Identifier, StringComparer.Ordinal);

    /// <summary>What was found, in the order of <see cref="RuntimeDescriptor.All"/>.</summary>
    public IReadOnlyList<Interpreter> Interpreters { get; } = interpreters;

    /// <summary>The interpreter for <paramref name="identifier"/>, or <c>null</c> where this machine has none.</summary>
    public Interpreter? Find(string identifier) => byIdentifier.GetValueOrDefault(identifier);

    /// <summary>A runtime's bootstrap, where its sandboxes see it.</summary>
    public SandboxMount BootstrapOf(RuntimeDescriptor runtime) => new(Path.Combine(assetsDirectory, runtime.Assets), "/var/runtime");
}
