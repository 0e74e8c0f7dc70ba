using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Environments;

/// <summary>Makes execution environments.</summary>
internal interface IEnvironmentLauncher
{
    /// <summary>Whether sandboxes are in stock: where memory is short, they go before what functions have.</summary>
    bool HasStock { get; }

    /// <summary>A new environment, not started.</summary>
    ExecutionEnvironment Create(FunctionVersion function, bool isProvisioned, IEnvironmentObserver observer);

    /// <summary>Starts its sandbox, which may have to wait for others. It says to its observer itself when it is ready or could not load the function.</summary>
    /// <param name="environment">The environment; where its start fails or is given up, the caller's to end.</param>
    /// <param name="giveUp">Asked after waiting: whether nobody needs it any more.</param>
    /// <returns><c>false</c> where <paramref name="giveUp"/> said so.</returns>
    /// <exception cref="Brasa.Sandbox.SandboxException">The host could not make a sandbox.</exception>
    /// <exception cref="Brasa.Contracts.Lambda.TooManyRequestsException">The machine has no room for it.</exception>
    Task<bool> StartAsync(ExecutionEnvironment environment, Func<bool> giveUp);
}
