namespace Brasa.Sandbox;

/// <summary>A directory of the host shown inside a sandbox to read and write, nosuid and nodev. There it belongs to the sandbox's user.</summary>
public sealed record SharedMount
{
    /// <summary>Where it is shown: right below here.</summary>
    public const string Parent = "/mnt";

    /// <param name="directory">The directory.</param>
    /// <param name="target"><c>/mnt/</c> and a name.</param>
    /// <exception cref="SandboxException">The target is not of that form.</exception>
    public SharedMount(SharedDirectory directory, string target)
    {
        if (!IsTarget(target)) throw new SandboxException($"{target} is not {Parent}/ and a name.");
        Directory = directory;
        Target = target;
    }

    /// <summary>The directory of the host.</summary>
    public SharedDirectory Directory { get; }

    /// <summary>Absolute path inside the sandbox.</summary>
    public string Target { get; }

    /// <summary>The last part of <see cref="Target"/>.</summary>
    public string Name => Target[(Parent.Length + 1)..];

    /// <summary>Whether something can be shown at a path.</summary>
    public static bool IsTarget(string path) =>
        path.StartsWith(Parent + "/", StringComparison.Ordinal) && path[(Parent.Length + 1)..] is not ("" or "." or "..") and var name && name.AsSpan().IndexOfAny('/', '\0') < 0;
}
