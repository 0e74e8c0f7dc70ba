using System.Diagnostics;
using Brasa.Tests.Shared;

namespace Brasa.Conformance.Tests.Support;

/// <summary>Brasa's own command line on a pretended machine, as whoever the keys belong to.</summary>
internal sealed class BrasaCli(PretendMachine machine, Uri server, string authorities)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<CliResult> RunAsync(Keys keys, params IReadOnlyList<string> arguments)
    {
        var command = machine.Inside(["dotnet", Repository.Cli, .. arguments]);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        ClientEnvironment.Set(start);
        start.Environment["BRASA_ENDPOINT"] = server.GetLeftPart(UriPartial.Authority);
        start.Environment["AWS_CA_BUNDLE"] = authorities;
        start.Environment["AWS_ACCESS_KEY_ID"] = keys.Id;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = keys.Secret;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new CliResult(process.ExitCode, await output, await error);
    }
}
