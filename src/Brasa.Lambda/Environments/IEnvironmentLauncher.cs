using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Environments;

/// <summary>Makes execution environments.</summary>
internal interface IEnvironmentLauncher
{
    /// <summary>Whether sandboxes are in stock: where memory is short, they go before what functions have.</summary>
    bool HasStock { get; }

    /// <summary>A new environment, not started; from here on its initialization is timed.</summary>
    ExecutionEnvironment Create(FunctionVersion function, IEnvironmentObserver observer);

    /// <summary>Starts its sandbox. It says to its observer itself when it is ready or could not load the function.</summary>
    /// <exception cref="Brasa.Sandbox.SandboxException">The host could not make a sandbox; the environment is the caller's to end.</exception>
    Task StartAsync(ExecutionEnvironment environment);
}
