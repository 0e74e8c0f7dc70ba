using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Brasa.Bench.Targets;

/// <summary>A process that is there for as long as this object is, with what it prints.</summary>
internal sealed partial class Child : IAsyncDisposable
{
    private const int Terminate = 15; // SIGTERM
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Process process;
    private readonly StringBuilder errors = new();

    public Child(string program, params IEnumerable<string> arguments)
    {
        process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors) errors.AppendLine(line.Data);
        };
        process.Start();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    /// <summary>What it has used of processors so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The first line it prints; the rest is read and forgotten.</summary>
    /// <exception cref="BenchException">It ended without one.</exception>
    public async Task<string> ReadFirstLineAsync(CancellationToken ct)
    {
        var line = await process.StandardOutput.ReadLineAsync(ct);
        if (line is null) throw new BenchException($"{process.StartInfo.FileName} ended before it was ready:\n{errors}");
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        return line;
    }

    /// <summary>Asks it to end, by closing its standard input and by SIGTERM, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        if (!process.HasExited) _ = Kill(process.Id, Terminate);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
