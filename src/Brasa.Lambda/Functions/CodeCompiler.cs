using System.Formats.Tar;
using System.Net.Sockets;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Runtimes;
using Brasa.Sandbox;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.Functions;

/// <summary>
/// Compiles functions' code when they are published, where their runtime has a compiler: in a sandbox of its own, as the code is anybody's. What comes out lies
/// beside the code and is never part of it; a function whose code could not be compiled runs as well, and only loads slower.
/// </summary>
internal sealed class CodeCompiler(CodeStore code, RuntimeCatalog runtimes, ISandboxHost sandboxes, ILogger log)
{
    private const long MemoryBytes = 1L << 30;
    private const double Vcpus = 1;

    /// <summary>Less than this loads as fast from source as another directory is looked through.</summary>
    private const long LeastSourceBytes = 8 << 10;

    private const long MostBytesEach = 32L << 20;
    private const long MostBytes = 512L << 20;

    /// <summary>What a file takes on a disk however small it is.</summary>
    private const int BytesOfFile = 4096;

    /// <summary>What has not been compiled by then stays as it is.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>What compiles without having sent anything yet has ended for good.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;

    /// <summary>Compiles a function's code, unless that has been done, or is not worth it. One after the other: invocations go first.</summary>
    public Task CompileAsync(FunctionVersion function)
    {
        if (runtimes.Find(function.Runtime) is not { Runtime.Compiler: { } compiler } interpreter || !sandboxes.MountsLate) return Task.CompletedTask;
        code.Retain(function.Code); // it may be deleted meanwhile
        lock (gate) return last = CompileAfterAsync(last, function, interpreter, compiler);
    }

    /// <summary>Unpacks what the compiler sends, up to its bounds: whoever sends it may have been taken over by what it reads.</summary>
    internal static async Task UnpackAsync(Stream archive, string directory, string suffix, CancellationToken ct)
    {
        var left = MostBytes;
        await using var reader = new TarReader(archive);
        while (await reader.GetNextEntryAsync(copyData: false, ct) is { } entry)
        {
            await Task.Yield(); // files are made here, and this may be a thread that others wait for
            var path = Path.GetFullPath(Path.Combine(directory, entry.Name));
            left -= entry.Length + BytesOfFile;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.Length > MostBytesEach || left < 0
                || !path.StartsWith(directory + "/", StringComparison.Ordinal) || !path.EndsWith(suffix, StringComparison.Ordinal))
            {
                throw new InvalidDataException($"The compiler sent {entry.Name}, of {entry.Length} bytes, which is nothing that it may make.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await WriteAsync(path, entry.DataStream ?? Stream.Null, ct);
        }
    }

    /// <remarks>Never throws, for others come after it.</remarks>
    private async Task CompileAfterAsync(Task before, FunctionVersion function, Interpreter interpreter, CompilerDescriptor compiler)
    {
        await before;
        await Task.Yield();
        try
        {
            var tree = await code.TreeAsync(function.Code, CancellationToken.None);
            var sources = new DirectoryInfo(tree).EnumerateFiles(compiler.Sources, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint });
            if (sources.Sum(file => file.Length) < LeastSourceBytes) return;
            await code.AddCompiledAsync(function.Code, interpreter.Runtime, (directory, ct) => RunAsync(interpreter, compiler, tree, directory, ct));
        }
        catch (Exception failure)
        {
            log.CompilingFailed(failure, function.Key.Arn);
        }
        finally
        {
            code.Release(function.Code);
        }
    }

    /// <summary>A file that is cut off does not stay: half of one would fail where none at all is compiled again.</summary>
    private static async Task WriteAsync(string path, Stream data, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        try
        {
            await data.CopyToAsync(file, ct);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private async Task RunAsync(Interpreter interpreter, CompilerDescriptor compiler, string tree, string directory, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        await using var slot = await sandboxes.ReserveAsync(ct);
        var place = EnvironmentLauncher.PlaceIn(slot, runtimes.BootstrapOf(interpreter.Runtime), logStream: "");
        var task = new SandboxMount(tree, place.TaskRoot);
        var sandbox = await slot.StartAsync(new SandboxSpec
        {
            Command = [interpreter.PathIn(slot), .. compiler.Options, $"{place.RuntimeDirectory}/{compiler.Program}", place.TaskRoot, place.RuntimeApi],
            Environment = EnvironmentVariables.ForTool(place),
            WorkingDirectory = "/",
            Mounts = [task, runtimes.BootstrapOf(interpreter.Runtime), .. interpreter.Shown],
            Limits = new SandboxLimits { MemoryBytes = MemoryBytes },
        }, new NoOutput(), limit.Token);
        sandbox.SetCpuLimit(Vcpus);

        try
        {
            var connecting = slot.Listeners[0].AcceptAsync(limit.Token).AsTask();
            if (await Task.WhenAny(connecting, sandbox.Exited) != connecting && await Task.WhenAny(connecting, Task.Delay(Grace, limit.Token)) != connecting)
                throw new SandboxException($"The compiler ended before it had begun, with {await sandbox.Exited}.");
            using var connection = await connecting;
            await using var archive = new NetworkStream(connection);
            await UnpackAsync(archive, directory, compiler.Suffix, limit.Token);
            var exit = await sandbox.Exited.WaitAsync(limit.Token);
            if (exit.ExitCode != 0) throw new SandboxException($"The compiler ended with {exit}.");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            log.CompilingCut(Limit.TotalSeconds, tree); // what has arrived is whole, and another try would take as long
        }
    }

    private sealed class NoOutput : ISandboxOutput
    {
        public void Write(ReadOnlySpan<byte> bytes, bool isError)
        {
        }
    }
}

internal static partial class CodeCompilerLog
{
    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "The code of {Arn} could not be compiled ahead; it is compiled whenever it is loaded")]
    public static partial void CompilingFailed(this ILogger log, Exception failure, string arn);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "Compiling {Tree} took longer than {Seconds} s: the rest is compiled whenever it is loaded")]
    public static partial void CompilingCut(this ILogger log, double seconds, string tree);
}
