namespace Brasa.Sandbox;

/// <summary>How a sandbox's init process ended.</summary>
/// <param name="ExitCode">Its exit code, when it exited by itself.</param>
/// <param name="Signal">The signal that ended it, when one did.</param>
/// <param name="OutOfMemory">True when that was the kernel enforcing the memory limit.</param>
public sealed record SandboxExit(int? ExitCode, int? Signal, bool OutOfMemory);
