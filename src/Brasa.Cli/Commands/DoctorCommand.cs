using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Brasa.Cli.Machine;
using Brasa.Cli.Servers;

namespace Brasa.Cli.Commands;

/// <summary><c>brasa doctor</c>: looks at the machine, and tells what is missing, what that means and what to do.</summary>
internal static class DoctorCommand
{
    private const int Unfit = 1;

    public static Command Create(Screen screen)
    {
        var port = ServerOptions.Port();
        var data = ServerOptions.Data();
        var ociRuntime = new Option<string>("--oci-runtime") { Description = "What starts sandboxes: crun, runc or a path.", DefaultValueFactory = _ => "crun" };
        var json = new Option<bool>("--json") { Description = "Prints the findings as JSON." };
        var command = new Command("doctor", "Looks at this machine, and tells what a server would miss and what to do about it.") { port, data, ociRuntime, json };
        command.SetAction(async (result, ct) =>
        {
            var directory = new DataDirectory(result.GetValue(data)!);
            var looked = await Inspection.ReadAsync(Launcher.Find(), directory, ["--findings", "--oci-runtime", result.GetValue(ociRuntime)!], ct);
            IReadOnlyList<Finding> findings = [.. looked.Findings ?? [], await PortFindings.OfAsync(result.GetValue(port), directory, ct)];
            return result.GetValue(json) ? Print(findings) : Show(screen, findings);
        });
        return command;
    }

    /// <returns>The exit code: 0 where a server can start with isolation.</returns>
    internal static int Show(Screen screen, IReadOnlyList<Finding> findings)
    {
        var width = findings.Max(finding => finding.Check.Length);
        foreach (var finding in findings)
        {
            var text = $"{finding.Check.PadRight(width)}  {finding.What}";
            switch (finding.State)
            {
                case FindingState.Ok: screen.Done(text); continue;
                case FindingState.Warning: screen.Note(text); break;
                default: screen.Fault(text); break;
            }

            var indent = new string(' ', width + 2);
            screen.Verbatim($"{indent}{finding.Meaning}\n{indent}mend it with: {finding.Remedy}");
        }

        screen.Blank();
        var (problems, warnings) = (Count(findings, FindingState.Problem), Count(findings, FindingState.Warning));
        if (problems > 0) screen.Title($"No server can start with isolation here: {problems} to mend{(warnings > 0 ? $", and {warnings} to know" : "")}.");
        else screen.Title($"A server can start with isolation here{(warnings > 0 ? $"; {warnings} to know" : "")}.");
        return problems > 0 ? Unfit : 0;
    }

    private static int Print(IReadOnlyList<Finding> findings)
    {
        var canStart = Count(findings, FindingState.Problem) == 0;
        Console.Out.WriteLine(JsonSerializer.Serialize(new Diagnosis(canStart, findings), DoctorJson.Default.Diagnosis));
        return canStart ? 0 : Unfit;
    }

    private static int Count(IReadOnlyList<Finding> findings, FindingState state) => findings.Count(finding => finding.State == state);
}

/// <summary>What <c>--json</c> prints.</summary>
internal sealed record Diagnosis(bool CanStart, IReadOnlyList<Finding> Findings);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(Diagnosis))]
internal sealed partial class DoctorJson : JsonSerializerContext;
