using System.Globalization;
using System.Security.Cryptography;

using Brasa.Core.Identity;
using Brasa.Core.Logs;
using Brasa.Lambda.FileSystems;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Metering;
using Brasa.Lambda.Networks;
using Brasa.Wire.Hosting;
using Brasa.Lambda.RuntimeApi;
using Brasa.Lambda.Runtimes;
using Brasa.Sandbox;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda.Environments;

/// <summary>Starts a function's runtime in a sandbox, with its code, its Runtime API and its AWS endpoint: in one that has booted already, where there is one.</summary>
internal sealed class EnvironmentLauncher : IEnvironmentLauncher, IWarmLauncher, IAsyncDisposable
{
    /// <summary>The ports that listen inside every sandbox, in the order of <see cref="ISandboxSlot.Listeners"/>.</summary>
    public static readonly IReadOnlyList<int> Ports = [9001, 4566];

    private const int RuntimeApi = 0;
    private const int AwsEndpoint = 1;
    private const int StreamIdBytes = 16;
    private const string TaskRoot = "/var/task";
    private const string CompiledRoot = "/var/compiled";
    private const string HostName = "localhost";

    /// <summary>Lowered to the function's once that is known, as the size of files is; what boots meanwhile is trusted.</summary>
    private const long BootMemoryBytes = 10_240L << 20;

    /// <summary>How many environments may wait for their start: more than a machine starts while their callers are patient.</summary>
    private const int MostWaiting = 1_000;

    private readonly StartQueue starts = new(2 * Environment.ProcessorCount, MostWaiting, HostMemory.Read);
    private readonly ISandboxHost host;
    private readonly SandboxTransport transport;
    private readonly RuntimeCatalog runtimes;
    private readonly CodeStore code;
    private readonly IServiceRoles roles;
    private readonly AccessPoints accessPoints;
    private readonly DeclaredNetworks networks;
    private readonly ILogStreams logs;
    private readonly MeteringJournal journal;
    private readonly TimeProvider clock;

    /// <param name="host">Makes the sandboxes.</param>
    /// <param name="transport">Serves their sockets.</param>
    /// <param name="runtimes">What they run.</param>
    /// <param name="code">What is loaded in them.</param>
    /// <param name="roles">What they run as.</param>
    /// <param name="accessPoints">What they are given to write to.</param>
    /// <param name="networks">What they are connected to.</param>
    /// <param name="logs">Where what they print goes.</param>
    /// <param name="journal">Where what they do is metered.</param>
    /// <param name="isUsed">Whether there are functions of a runtime.</param>
    /// <param name="clock">Time.</param>
    /// <param name="log">The server's own log.</param>
    public EnvironmentLauncher(
        ISandboxHost host, SandboxTransport transport, RuntimeCatalog runtimes, CodeStore code, IServiceRoles roles, AccessPoints accessPoints, DeclaredNetworks networks, ILogStreams logs, MeteringJournal journal,
        Func<string, bool> isUsed, TimeProvider clock, ILogger log)
    {
        this.host = host;
        this.transport = transport;
        this.runtimes = runtimes;
        this.code = code;
        this.roles = roles;
        this.accessPoints = accessPoints;
        this.networks = networks;
        this.logs = logs;
        this.journal = journal;
        this.clock = clock;
        if (host.MountsLate) Warm = new WarmPool(runtimes.Interpreters, this, isUsed, HostMemory.Read, clock, log);
    }

    /// <summary>What is kept in stock; <c>null</c> where nothing can be.</summary>
    public WarmPool? Warm { get; }

    /// <inheritdoc />
    public bool HasStock => Warm is { IsEmpty: false };

    /// <inheritdoc />
    public bool IsBusy => starts.IsBusy;

    public ExecutionEnvironment Create(FunctionVersion function, bool isProvisioned, IEnvironmentObserver observer)
    {
        var stream = string.Create(CultureInfo.InvariantCulture,
            $"{clock.GetUtcNow():yyyy'/'MM'/'dd}/[{function.Version}]{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(StreamIdBytes))}");
        var log = new EnvironmentLog(logs.Open(new LogGroupKey(function.Account, function.Region, function.LogGroupName), stream), stream, SystemLog.Of(function), clock);
        return new ExecutionEnvironment(function, isProvisioned, log, new EnvironmentMeter(journal, function, isProvisioned, stream, clock), observer, clock);
    }

    public async Task<bool> StartAsync(ExecutionEnvironment environment, Func<bool> giveUp)
    {
        await Task.Yield(); // this may be a thread that others wait for
        var function = environment.Function;
        var interpreter = runtimes.Find(function.Runtime)
            ?? throw new SandboxException($"This machine has no interpreter for {function.Runtime} any more.");

        var policies = networks.PoliciesOf(function.Network);
        var tree = await code.TreeAsync(function.Code, CancellationToken.None);
        if (TryStartWarm(environment, interpreter, tree, policies)) return true;

        await starts.EnterAsync(function.Key);
        try
        {
            if (giveUp()) return false;
            var slot = await host.ReserveAsync(CancellationToken.None);
            Serve(slot, () => environment);
            environment.Log.StartInit(InitStart.Of(function, interpreter, environment.IsProvisioned));
            await environment.StartAsync(slot, Describe(environment, interpreter, tree, policies, slot), CancellationToken.None);
            return true;
        }
        finally
        {
            starts.Leave();
        }
    }

    /// <inheritdoc />
    public async Task<WarmSandbox> BootAsync(Interpreter interpreter, CancellationToken ct)
    {
        var slot = await host.ReserveAsync(ct);
        var warm = new WarmSandbox(interpreter, slot, Describe(interpreter, slot));
        try
        {
            Serve(slot, () => warm.Environment, () => warm.Runtime);
            await warm.BootAsync(WarmPool.BootLimit, ct);
            return warm;
        }
        catch
        {
            await warm.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Warm?.DisposeAsync() ?? ValueTask.CompletedTask;

    private bool TryStartWarm(ExecutionEnvironment environment, Interpreter interpreter, string tree, IReadOnlyList<string> policies)
    {
        var function = environment.Function;
        if (function.EphemeralStorageMiB * (1024L * 1024) != SandboxLimits.DefaultTmpBytes) return false;
        if (function.Variables is { } variables && variables.Keys.Any(interpreter.Runtime.IsReadAtBoot)) return false;
        if (Warm is null) return false;
        Warm.Note(interpreter);
        if (Warm.TryTake(interpreter) is not { } warm) return false;

        var what = Describe(environment, interpreter, tree, policies, warm.Slot);
        if (!warm.TryFit(what))
        {
            _ = warm.DisposeAsync().AsTask();
            return false;
        }

        environment.Log.StartInit(InitStart.Of(function, interpreter, environment.IsProvisioned));
        environment.Start(warm, what);
        return true;
    }

    /// <summary>Serves the sockets of a sandbox for whichever environment it is, or is to be.</summary>
    private void Serve(ISandboxSlot slot, Func<ExecutionEnvironment?> find, Func<RuntimeProcess>? booting = null)
    {
        // One for each: what a function sends to AWS in the background must not keep its runtime from answering.
        var (runtimeTraffic, awsTraffic) = (new SandboxTraffic(), new SandboxTraffic());
        transport.Serve(slot.Listeners[RuntimeApi], features =>
        {
            features.Set(runtimeTraffic);
            features.Set(new RuntimeApiFeature(find()?.Runtime ?? booting!()));
            return true;
        });
        transport.Serve(slot.Listeners[AwsEndpoint], features =>
        {
            if (find() is not { } environment) return false;
            features.Set(awsTraffic);
            features.Set<ICallerFeature>(environment.Caller);
            return true;
        });
    }

    /// <summary>What boots before there is a function.</summary>
    private SandboxSpec Describe(Interpreter interpreter, ISandboxSlot slot)
    {
        var place = PlaceIn(slot, BootstrapOf(interpreter), logStream: "");
        return new SandboxSpec
        {
            Command = CommandOf(interpreter, slot, place),
            Environment = EnvironmentVariables.ForBoot(place),
            WorkingDirectory = "/",
            Mounts = [BootstrapOf(interpreter), .. interpreter.Shown],
            Limits = new SandboxLimits { MemoryBytes = BootMemoryBytes, LimitsFileSize = false },
            HostName = HostName,
        };
    }

    private SandboxSpec Describe(ExecutionEnvironment environment, Interpreter interpreter, string tree, IReadOnlyList<string> policies, ISandboxSlot slot)
    {
        var function = environment.Function;
        var task = new SandboxMount(tree, TaskRoot);
        SandboxMount[] compiled = code.FindCompiled(function.Code, interpreter.Runtime) is { } directory ? [new(directory, CompiledRoot)] : [];
        var place = PlaceIn(slot, BootstrapOf(interpreter), environment.Log.Name) with { TaskRoot = slot.Locate(task) };
        return new SandboxSpec
        {
            Command = CommandOf(interpreter, slot, place),
            Environment = EnvironmentVariables.For(function, environment.IsProvisioned, roles.Become(function.Role, function.Name, FunctionPhases.CredentialLife), place),
            WorkingDirectory = place.TaskRoot,
            Mounts = [task, .. compiled, BootstrapOf(interpreter), .. interpreter.Shown],
            Shared = accessPoints.MountOf(function),
            Limits = new SandboxLimits
            {
                MemoryBytes = function.Memory.Bytes,
                TmpBytes = function.EphemeralStorageMiB * (1024L * 1024),
                LimitsFileSize = function.FileSystem is null,
            },
            NetworkPolicies = policies,
            HostName = HostName,
        };
    }

    /// <summary>Where things are in a sandbox.</summary>
    public static EnvironmentPlace PlaceIn(ISandboxSlot slot, SandboxMount bootstrap, string logStream) => new(
        TaskRoot, slot.Locate(bootstrap), $"{slot.AddressInside(RuntimeApi)}", $"{slot.AddressInside(AwsEndpoint)}", logStream);

    private SandboxMount BootstrapOf(Interpreter interpreter) => runtimes.BootstrapOf(interpreter.Runtime);

    private static string[] CommandOf(Interpreter interpreter, ISandboxSlot slot, EnvironmentPlace place) =>
        [interpreter.PathIn(slot), .. interpreter.Runtime.Options, $"{place.RuntimeDirectory}/{interpreter.Runtime.Bootstrap}"];
}
