using System.Diagnostics;
using System.Text;

namespace Brasa.Cli.Machine;

/// <summary>A program run to its end.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it printed.</param>
/// <param name="LastLines">The end of what it printed, errors included, for when it failed.</param>
internal sealed record Run(int ExitCode, string Output, string LastLines)
{
    private const int LinesKept = 15;

    /// <summary>Runs a program that reads nothing.</summary>
    /// <param name="program">Its path or name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="line">Told every line it prints, or <c>null</c>.</param>
    /// <param name="ct">Ends the program.</param>
    public static async Task<Run> ToEndAsync(string program, IEnumerable<string> arguments, Action<string>? line, CancellationToken ct)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        var output = new StringBuilder();
        var last = new Queue<string>();
        process.OutputDataReceived += (_, said) => Take(said.Data, isOutput: true);
        process.ErrorDataReceived += (_, said) => Take(said.Data, isOutput: false);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new Run(process.ExitCode, output.ToString(), string.Join('\n', last));

        void Take(string? text, bool isOutput)
        {
            if (text is null) return;
            lock (last)
            {
                if (isOutput) output.AppendLine(text);
                last.Enqueue(text);
                if (last.Count > LinesKept) last.Dequeue();
                line?.Invoke(text);
            }
        }
    }
}
