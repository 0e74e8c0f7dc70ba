namespace Brasa.Sandbox;

/// <summary>A sandbox could not be made. The message says what failed and, where known, what to do about it; it is for operators, not callers.</summary>
public sealed class SandboxException : Exception
{
    /// <summary>Creates one with nothing known.</summary>
    public SandboxException() : this("The sandbox could not be made.") { }

    /// <summary>Creates one that says what failed.</summary>
    public SandboxException(string message) : base(message) { }

    /// <summary>Creates one that says what failed, and why.</summary>
    public SandboxException(string message, Exception? innerException) : base(message, innerException) { }
}
