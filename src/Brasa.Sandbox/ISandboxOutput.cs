namespace Brasa.Sandbox;

/// <summary>Takes what a sandbox's processes write.</summary>
public interface ISandboxOutput
{
    /// <summary>
    /// Takes the next bytes of stdout or stderr. Called by the thread that pumps all sandboxes or by one that drains this one, never
    /// by two at once. It must not block: every other sandbox waits meanwhile. The span is valid during the call only.
    /// </summary>
    void Write(ReadOnlySpan<byte> bytes, bool isError);
}
