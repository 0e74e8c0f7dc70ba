using System.Globalization;
using System.Security.Cryptography;

using Brasa.Core.Logs;
using Brasa.Lambda.Functions;
using Brasa.Wire.Hosting;
using Brasa.Lambda.RuntimeApi;
using Brasa.Lambda.Runtimes;
using Brasa.Sandbox;

namespace Brasa.Lambda.Environments;

/// <summary>Starts a function's runtime in a sandbox, with its code, its Runtime API and its AWS endpoint.</summary>
internal sealed class EnvironmentLauncher(
    ISandboxHost host, SandboxTransport transport, RuntimeCatalog runtimes, CodeStore code, ILogStreams logs, TimeProvider clock)
    : IEnvironmentLauncher, IDisposable
{
    /// <summary>The ports that listen inside every sandbox, in the order of <see cref="ISandboxSlot.Listeners"/>.</summary>
    public static readonly IReadOnlyList<int> Ports = [9001, 4566];

    private const int RuntimeApi = 0;
    private const int AwsEndpoint = 1;
    private const int StreamIdBytes = 16;

    /// <summary>More starts at once than this only take the processor from one another.</summary>
    private readonly SemaphoreSlim starts = new(2 * Environment.ProcessorCount);

    public ExecutionEnvironment Create(FunctionVersion function, IEnvironmentObserver observer)
    {
        var stream = string.Create(CultureInfo.InvariantCulture,
            $"{clock.GetUtcNow():yyyy'/'MM'/'dd}/[{function.Version}]{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(StreamIdBytes))}");
        var log = new EnvironmentLog(logs.Open(function.Account, function.Region, function.LogGroupName, stream), stream, clock);
        return new ExecutionEnvironment(function, log, observer, clock);
    }

    public async Task StartAsync(ExecutionEnvironment environment)
    {
        var function = environment.Function;
        var interpreter = runtimes.Find(function.Runtime)
            ?? throw new SandboxException($"This machine has no interpreter for {function.Runtime} any more.");

        await starts.WaitAsync();
        try
        {
            var tree = await code.TreeAsync(function.Code, CancellationToken.None);
            var slot = await host.ReserveAsync(CancellationToken.None);
            // One for each: what a function sends to AWS in the background must not keep its runtime from answering.
            var (runtimeTraffic, awsTraffic) = (new SandboxTraffic(), new SandboxTraffic());
            var caller = new SandboxCaller(function);
            transport.Serve(slot.Listeners[RuntimeApi], features =>
            {
                features.Set(runtimeTraffic);
                features.Set(new RuntimeApiFeature(environment.Runtime));
            });
            transport.Serve(slot.Listeners[AwsEndpoint], features =>
            {
                features.Set(awsTraffic);
                features.Set<ICallerFeature>(caller);
            });
            await environment.StartAsync(slot, Describe(environment, interpreter, tree, slot), CancellationToken.None);
        }
        finally
        {
            starts.Release();
        }
    }

    public void Dispose() => starts.Dispose();

    private SandboxSpec Describe(ExecutionEnvironment environment, Interpreter interpreter, string tree, ISandboxSlot slot)
    {
        var function = environment.Function;
        var task = new SandboxMount(tree, "/var/task");
        var bootstrap = new SandboxMount(runtimes.AssetsOf(interpreter.Runtime), "/var/runtime");
        var place = new EnvironmentPlace(slot.Locate(task), slot.Locate(bootstrap),
            $"{slot.AddressInside(RuntimeApi)}", $"{slot.AddressInside(AwsEndpoint)}", environment.Log.Name);

        return new SandboxSpec
        {
            Command = [interpreter.PathIn(slot), $"{place.RuntimeDirectory}/{interpreter.Runtime.Bootstrap}"],
            Environment = EnvironmentVariables.For(function, place),
            WorkingDirectory = place.TaskRoot,
            Mounts = interpreter.Home is { } home ? [task, bootstrap, home] : [task, bootstrap],
            Limits = new SandboxLimits
            {
                MemoryBytes = function.Memory.Bytes,
                TmpBytes = function.EphemeralStorageMiB * (1024L * 1024),
            },
            HostName = "localhost",
        };
    }
}
