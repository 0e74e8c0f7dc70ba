using Brasa.Cli.Lambda;
using Brasa.Cli.Machine;

namespace Brasa.Cli.Examples;

/// <summary>Sets examples up on a server and runs them.</summary>
internal sealed class ExampleRunner(LambdaClient lambda, Screen screen, string root)
{
    /// <summary>Roles are not evaluated yet, but AWS requires one.</summary>
    private const string Role = "arn:aws:iam::000000000000:role/lambda";

    /// <summary>Sets up the example on the newest runtime of its language and invokes it cold, then warm.</summary>
    /// <returns><c>false</c> where there is no such runtime.</returns>
    /// <exception cref="CliException">The server refused, or the function failed.</exception>
    public async Task<bool> RunAsync(Example example, IReadOnlyList<Runtime> runtimes, CancellationToken ct)
    {
        // The server lists the newest of each language first.
        if (runtimes.FirstOrDefault(runtime => runtime.Identifier.StartsWith(example.RuntimePrefix, StringComparison.Ordinal)) is not { } runtime)
        {
            screen.Note($"{example.Name} is left out: the server found no {example.RuntimePrefix} interpreter.");
            return false;
        }

        // An update ends the environments there are, so that the first invocation is cold on every run.
        var definition = new FunctionDefinition(example.Name, runtime.Identifier, example.Handler, Role);
        await lambda.PutFunctionAsync(definition, example.Package(root), ct);
        screen.Done($"Function {example.Name} is ready on {runtime.Identifier} ({runtime.Version})");

        var payload = await File.ReadAllBytesAsync(Path.Combine(example.FolderIn(root), Example.EventFile), ct);
        await InvokeAsync(example.Name, "cold: a new execution environment", payload, ct);
        await InvokeAsync(example.Name, "warm: the same environment again", payload, ct);
        return true;
    }

    private async Task InvokeAsync(string function, string what, byte[] payload, CancellationToken ct)
    {
        var invocation = await lambda.InvokeAsync(function, payload, ct);
        screen.Title($"Invocation, {what}");
        screen.Verbatim(invocation.Payload);
        screen.Verbatim(invocation.Log);
        screen.Blank();
        if (invocation.Error is not null) throw new CliException($"{function} failed: {invocation.Error}.");
    }
}
