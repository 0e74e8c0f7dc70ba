using Brasa.Lambda.Runtimes;

namespace Brasa.Lambda;

/// <summary>A runtime that functions can use on this machine.</summary>
public sealed record FoundRuntime
{
    internal FoundRuntime(Interpreter interpreter) => Interpreter = interpreter;

    /// <summary>AWS's identifier, as <c>python3.12</c>.</summary>
    public string Identifier => Interpreter.Runtime.Identifier;

    /// <summary>The interpreter's own version, as <c>3.12.4</c>.</summary>
    public string Version => Interpreter.Version;

    /// <summary>The interpreter's executable.</summary>
    public string Path => Interpreter.Path;

    internal Interpreter Interpreter { get; }

    /// <summary>Looks for interpreters of every runtime that Brasa knows.</summary>
    /// <param name="runtimesDirectory">Where the operator may have put installations, each in a directory named after the runtime.</param>
    /// <param name="ct">Ends the search.</param>
    public static async Task<IReadOnlyList<FoundRuntime>> FindAsync(string runtimesDirectory, CancellationToken ct)
    {
        var interpreters = await new InterpreterFinder(runtimesDirectory).FindAsync(ct);
        return [.. interpreters.Select(interpreter => new FoundRuntime(interpreter))];
    }

    /// <summary>Every runtime that Brasa knows, with the Debian package that holds its interpreter in releases that have it.</summary>
    public static IEnumerable<(string Identifier, string AptPackage)> Known =>
        RuntimeDescriptor.All.Select(runtime => (runtime.Identifier, runtime.AptPackage));
}
