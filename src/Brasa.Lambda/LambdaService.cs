using System.Runtime.CompilerServices;
using Brasa.Contracts.Lambda;
using Brasa.Core.Events;
using Brasa.Core.Metering;
using Brasa.Core.Operations;
using Brasa.Lambda.Account;
using Brasa.Lambda.Aliases;
using Brasa.Lambda.Asynchronous;
using Brasa.Lambda.CodeSigning;
using Brasa.Lambda.Concurrency;
using Brasa.Lambda.Environments;
using Brasa.Lambda.EventSourceMappings;
using Brasa.Lambda.FileSystems;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Invocation;
using Brasa.Lambda.Metering;
using Brasa.Lambda.Networks;
using Brasa.Lambda.Permissions;
using Brasa.Lambda.Recursion;
using Brasa.Lambda.RuntimeApi;
using Brasa.Lambda.RuntimeManagement;
using Brasa.Lambda.Runtimes;
using Brasa.Lambda.Tags;
using Brasa.Lambda.Versions;
using Brasa.Wire.Hosting;
using Brasa.Wire.Operations;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda;

/// <summary>AWS Lambda: its operations, and the environments that run functions. Disposing it ends every environment.</summary>
public sealed class LambdaService : IAsyncDisposable
{
    private readonly EnvironmentLauncher launcher;
    private readonly MeteringJournal journal;
    private readonly ProvisionedMeter provisionedMeter;
    private readonly EnvironmentPools pools;
    private readonly CodeDownloads downloads;
    private readonly AsynchronousEvents asynchronous;
    private readonly MappingStore mappings;
    private readonly MappingPollers pollers;
    private readonly ConcurrencyLimiter limiter;
    private readonly CodeSigningConfigStore configs;
    private readonly TimeProvider clock;
    private readonly ConditionalWeakTable<ResourcePolicy, string> policyDocuments = [];

    private LambdaService(LambdaPorts ports, RuntimeCatalog runtimes, FunctionStore functions, CodeStore code, CodeSigningConfigStore configs, MappingStore mappings)
    {
        clock = ports.Clock;
        this.configs = configs;
        this.mappings = mappings;
        Functions = functions;
        var accessPoints = new AccessPoints(ports.FileSystems);
        var networks = new DeclaredNetworks(ports.Networks);
        journal = new MeteringJournal(ports.MeteringDirectory, ports.Usage, ports.Clock, ports.Loggers.CreateLogger<MeteringJournal>());
        MissingReports.Write(journal.Left, ports.LogEvents, ports.Logs, ports.Loggers.CreateLogger<MeteringJournal>());
        journal.Begin();
        launcher = new EnvironmentLauncher(
            ports.Sandboxes, ports.Transport, runtimes, code, ports.Roles, accessPoints, networks, ports.Logs, journal, functions.Uses, ports.Clock, ports.Loggers.CreateLogger<EnvironmentLauncher>());
        pools = new EnvironmentPools(launcher, ports.Clock, HostMemory.Read, ports.Loggers.CreateLogger<EnvironmentPools>());
        provisionedMeter = new ProvisionedMeter(pools.ListReady, key => functions.Find(key)?.Tags, journal, ports.Clock);
        downloads = new CodeDownloads(code, ports.Clock);
        var compiler = new CodeCompiler(code, runtimes, ports.Sandboxes, ports.Loggers.CreateLogger<CodeCompiler>());
        Updates = new FunctionUpdates(functions, pools, code, compiler, ports.Clock, ports.Loggers.CreateLogger<FunctionUpdates>());
        Provisioner = new Provisioner(functions, pools);
        limiter = new ConcurrencyLimiter(ports.AccountConcurrency, functions);
        var runner = new FunctionRunner(accessPoints, networks, new Dispatcher(pools, limiter));
        var roles = new ExecutionRoles(ports.Roles, ports.Authorizer);
        asynchronous = new AsynchronousEvents(functions, ports.Messages, ports.Destinations, roles, (function, version, invocation) =>
        {
            runner.RequireRunnable(version, invocation.Tenant); // as it is now, not as it was when the event was accepted
            return runner.RunAsync(function, version, invocation);
        }, ports.Clock, ports.Loggers.CreateLogger<AsynchronousEvents>());
        var target = new FunctionTarget(functions, ports.Policies, PolicyOf, runner, ports.Clock, ports.Loggers.CreateLogger<FunctionTarget>());
        Events = target;
        pollers = new MappingPollers(
            mappings, ports.Queues, mapping => new MappedFunction(mapping, functions, roles, target, ports.Clock), ports.Clock, ports.Loggers.CreateLogger<MappingPollers>());
        Definition = Define(ports, runtimes, code, accessPoints, networks, runner, roles);
        var inbox = new FunctionInbox(functions, Events, asynchronous, ports.Clock, ports.Loggers.CreateLogger<FunctionInbox>());
        Inbox = inbox;
        ports.Destinations.Register("lambda", new FunctionDestination(functions, inbox));
    }

    /// <summary>The ports that have to listen inside every sandbox.</summary>
    public static IReadOnlyList<int> SandboxPorts => EnvironmentLauncher.Ports;

    /// <summary>The service for the wire.</summary>
    public ServiceDefinition Definition { get; }

    /// <summary>Functions as services hand events to them.</summary>
    public IEventTarget Events { get; }

    /// <summary>What functions have used.</summary>
    public IUsage Usage => journal;

    /// <summary>Functions as services hand events to them that nobody waits for.</summary>
    public IEventInbox Inbox { get; }

    private FunctionStore Functions { get; }

    private FunctionUpdates Updates { get; }

    private Provisioner Provisioner { get; }

    /// <summary>Loads what is stored, removes what a crash left of packages, and is ready for requests when it returns.</summary>
    /// <param name="ports">What it stands on.</param>
    /// <param name="runtimes">What functions can run on.</param>
    /// <param name="ct">Ends the start.</param>
    public static async Task<LambdaService> StartAsync(LambdaPorts ports, IReadOnlyList<FoundRuntime> runtimes, CancellationToken ct)
    {
        var functions = new FunctionStore(ports.Resources, ports.Secrets);
        var code = new CodeStore(ports.Blobs);
        var stored = await functions.LoadAsync(ct);
        foreach (var version in stored.SelectMany(function => function.All)) code.Retain(version.Code);
        code.RemoveUnused();
        var configs = new CodeSigningConfigStore(ports.Resources);
        await configs.LoadAsync(ct);
        var mappings = new MappingStore(ports.Resources);
        await mappings.LoadAsync(ct);

        var catalog = new RuntimeCatalog([.. runtimes.Select(runtime => runtime.Interpreter)], ports.RuntimeAssets);
        var service = new LambdaService(ports, catalog, functions, code, configs, mappings);
        foreach (var function in stored.Where(function => !function.Latest.IsSettled)) _ = service.Updates.SettleAsync(function.Latest, before: null);
        foreach (var function in stored) service.Provisioner.Apply(function.Key);
        await service.asynchronous.ResumeAsync(ct);
        service.pollers.Start();
        return service;
    }

    /// <summary>Whether the request is for a package at a URL that <c>GetFunction</c> gave out.</summary>
    public static bool OwnsDownload(HttpContext http) => http.Request.Path.StartsWithSegments(CodeDownloads.Path);

    /// <summary>Whether the request is, by its path, for the invocation of a function.</summary>
    public static bool OwnsInvocation(HttpContext http) =>
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan().EndsWith("/invocations");

    /// <summary>Serves such a request.</summary>
    public Task DownloadAsync(HttpContext http) => downloads.SendAsync(http);

    /// <summary>What the question who may depends on of a function, version, alias or code signing configuration, by ARN.</summary>
    public KnownResource Describe(string arn) => FunctionReference.TryParseArn(arn) is { } reference
        ? new KnownResource(PolicyOf(reference), Functions.Find(reference.Key)?.Tags)
        : new KnownResource(Policy: null, configs.Find(arn)?.Tags);

    /// <summary>What runs at this moment, and what is kept ready.</summary>
    public EnvironmentListing ListEnvironments()
    {
        double Since(long ticks) => clock.GetElapsedTime(ticks).TotalSeconds;
        return new EnvironmentListing(
            [.. pools.List().OrderBy(environment => environment.Function.Arn, StringComparer.Ordinal).Select(environment => new ListedEnvironment(
                environment.Function.Arn, environment.Log.Name, environment.State.ToString(), environment.Runtime.ReadMemory(),
                environment.State is EnvironmentState.Idle or EnvironmentState.Frozen or EnvironmentState.Reset ? Since(environment.IdleSince) : null))],
            [.. (launcher.Warm?.List() ?? []).Select(warm => new ListedStock(
                warm.Interpreter.Runtime.Identifier, warm.Runtime.ReadMemory(), Since(warm.ReadySince)))]);
    }

    /// <summary>Receives nothing more from event sources: the server is about to end.</summary>
    public void StopPolling() => pollers.Stop();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        provisionedMeter.Dispose();
        var polled = pollers.DisposeAsync(); // ends with the batches that the environments have
        asynchronous.Stop(); // before what ends with their environments is taken for what functions did
        await pools.DisposeAsync();
        await polled;
        await asynchronous.DisposeAsync();
        await launcher.DisposeAsync();
        journal.Dispose();
        limiter.Dispose();
        configs.Dispose();
        mappings.Dispose();
    }

    private string? PolicyOf(FunctionReference reference) =>
        Functions.Find(reference.Key)?.PolicyOf(reference.Qualifier) is { } policy ? policyDocuments.GetValue(policy, static policy => policy.ToDocument()) : null;

    private ServiceDefinition Define(
        LambdaPorts ports, RuntimeCatalog runtimes, CodeStore code, AccessPoints accessPoints, DeclaredNetworks networks,
        FunctionRunner runner, ExecutionRoles roles)
    {
        var functions = Functions;
        var packages = new DeploymentPackages(ports.Objects);
        var tagged = new TaggedResources(functions, configs, mappings);
        var settings = new FunctionSettings(runtimes);
        var conditions = new RequestConditions(networks);
        var acceptance = new EventAcceptance(asynchronous);
        var eventConfigs = new EventInvokeConfigs(ports.Destinations, roles);
        var mappingRules = new MappingRules(functions, roles, ports.Queues);
        return new ServiceDefinition(LambdaOperations.Service)
            {
                ResourceOf = ResourceOf,
                ConditionsOf = (_, request, _) => conditions.Of(request),
                MalformedBody = static reason => new InvalidRequestContentException($"Could not parse request body into json: {reason}"),
                InternalError = static () => new ServiceException("The server failed to carry out the request. Its log tells more."),
            }
            .LimitBody(LambdaOperations.CreateFunction, FunctionLimits.CodeRequestBytes)
            .LimitBody(LambdaOperations.UpdateFunctionCode, FunctionLimits.CodeRequestBytes)
            .LimitBody(LambdaOperations.Invoke, FunctionLimits.RequestBytes)
            .Authorize(LambdaOperations.Invoke, "lambda:InvokeFunction")
            .Handle(LambdaOperations.AddPermission, new AddPermission(functions))
            .Handle(LambdaOperations.CreateAlias, new CreateAlias(functions))
            .Handle(LambdaOperations.CreateCodeSigningConfig, new CreateCodeSigningConfig(configs))
            .Handle(LambdaOperations.CreateEventSourceMapping, new CreateEventSourceMapping(mappings, pollers, mappingRules))
            .Handle(LambdaOperations.CreateFunction, new CreateFunction(functions, packages, code, configs, settings, roles, accessPoints, networks, Updates))
            .Handle(LambdaOperations.DeleteAlias, new DeleteAlias(functions, Provisioner))
            .Handle(LambdaOperations.DeleteCodeSigningConfig, new DeleteCodeSigningConfig(configs, functions))
            .Handle(LambdaOperations.DeleteEventSourceMapping, new DeleteEventSourceMapping(mappings, pollers))
            .Handle(LambdaOperations.DeleteFunction, new DeleteFunction(functions, Updates, limiter, Provisioner, asynchronous))
            .Handle(LambdaOperations.DeleteFunctionCodeSigningConfig, new DeleteFunctionCodeSigningConfig(functions))
            .Handle(LambdaOperations.DeleteFunctionConcurrency, new DeleteFunctionConcurrency(functions))
            .Handle(LambdaOperations.DeleteFunctionEventInvokeConfig, new DeleteFunctionEventInvokeConfig(functions))
            .Handle(LambdaOperations.DeleteProvisionedConcurrencyConfig, new DeleteProvisionedConcurrencyConfig(functions, Provisioner))
            .Handle(LambdaOperations.GetAccountSettings, new GetAccountSettings(functions, limiter))
            .Handle(LambdaOperations.GetAlias, new GetAlias(functions))
            .Handle(LambdaOperations.GetCodeSigningConfig, new GetCodeSigningConfig(configs))
            .Handle(LambdaOperations.GetEventSourceMapping, new GetEventSourceMapping(mappings, pollers))
            .Handle(LambdaOperations.GetFunction, new GetFunction(functions, downloads))
            .Handle(LambdaOperations.GetFunctionCodeSigningConfig, new GetFunctionCodeSigningConfig(functions))
            .Handle(LambdaOperations.GetFunctionConcurrency, new GetFunctionConcurrency(functions))
            .Handle(LambdaOperations.GetFunctionConfiguration, new GetFunctionConfiguration(functions))
            .Handle(LambdaOperations.GetFunctionEventInvokeConfig, new GetFunctionEventInvokeConfig(functions))
            .Handle(LambdaOperations.GetFunctionRecursionConfig, new GetFunctionRecursionConfig(functions))
            .Handle(LambdaOperations.GetPolicy, new GetPolicy(functions))
            .Handle(LambdaOperations.GetProvisionedConcurrencyConfig, new GetProvisionedConcurrencyConfig(functions, Provisioner))
            .Handle(LambdaOperations.GetRuntimeManagementConfig, new GetRuntimeManagementConfig(functions))
            .Handle(LambdaOperations.Invoke, new Invoke(functions, runner, acceptance))
            .Handle(LambdaOperations.InvokeAsync, new InvokeAsync(functions, runner, acceptance))
            .Handle(LambdaOperations.ListAliases, new ListAliases(functions))
            .Handle(LambdaOperations.ListCodeSigningConfigs, new ListCodeSigningConfigs(configs))
            .Handle(LambdaOperations.ListFunctionEventInvokeConfigs, new ListFunctionEventInvokeConfigs(functions))
            .Handle(LambdaOperations.ListEventSourceMappings, new ListEventSourceMappings(mappings, pollers))
            .Handle(LambdaOperations.ListFunctions, new ListFunctions(functions))
            .Handle(LambdaOperations.ListFunctionsByCodeSigningConfig, new ListFunctionsByCodeSigningConfig(configs, functions))
            .Handle(LambdaOperations.ListProvisionedConcurrencyConfigs, new ListProvisionedConcurrencyConfigs(functions, Provisioner))
            .Handle(LambdaOperations.ListTags, new ListTags(tagged))
            .Handle(LambdaOperations.ListVersionsByFunction, new ListVersionsByFunction(functions))
            .Handle(LambdaOperations.PublishVersion, new PublishVersion(Updates))
            .Handle(LambdaOperations.PutFunctionCodeSigningConfig, new PutFunctionCodeSigningConfig(configs, functions))
            .Handle(LambdaOperations.PutFunctionConcurrency, new PutFunctionConcurrency(functions, limiter))
            .Handle(LambdaOperations.PutFunctionEventInvokeConfig, new PutFunctionEventInvokeConfig(functions, eventConfigs))
            .Handle(LambdaOperations.PutFunctionRecursionConfig, new PutFunctionRecursionConfig(functions))
            .Handle(LambdaOperations.PutProvisionedConcurrencyConfig, new PutProvisionedConcurrencyConfig(functions, limiter, Provisioner))
            .Handle(LambdaOperations.PutRuntimeManagementConfig, new PutRuntimeManagementConfig(functions))
            .Handle(LambdaOperations.RemovePermission, new RemovePermission(functions))
            .Handle(LambdaOperations.TagResource, new TagResource(tagged))
            .Handle(LambdaOperations.UntagResource, new UntagResource(tagged))
            .Handle(LambdaOperations.UpdateAlias, new UpdateAlias(functions, Provisioner))
            .Handle(LambdaOperations.UpdateCodeSigningConfig, new UpdateCodeSigningConfig(configs))
            .Handle(LambdaOperations.UpdateEventSourceMapping, new UpdateEventSourceMapping(mappings, pollers, mappingRules))
            .Handle(LambdaOperations.UpdateFunctionCode, new UpdateFunctionCode(functions, packages, code, configs, Updates))
            .Handle(LambdaOperations.UpdateFunctionConfiguration, new UpdateFunctionConfiguration(settings, roles, accessPoints, networks, Updates))
            .Handle(LambdaOperations.UpdateFunctionEventInvokeConfig, new UpdateFunctionEventInvokeConfig(functions, eventConfigs));
    }

    private static string ResourceOf(OperationDescriptor operation, object request, RequestContext context)
    {
        string? Read(string member) => operation.Input.ReadText(request, member);
        if (Read("UUID") is { } id) return EventSourceMapping.ArnOf(context.Account, context.Region, id);
        if ((Read("FunctionName") ?? (Read("Resource") is { } resource && TaggedResources.IsFunction(resource) ? resource : null)) is not { } name)
            return Read("Resource") ?? Read("CodeSigningConfigArn") ?? "*";

        // What is about whole functions is so however they are named: f:$LATEST is no way around what is said of f.
        var reference = FunctionReference.Parse(name, Read("Qualifier"), context);
        return operation.Input.Members.Any(static member => member.Name == "Qualifier") ? reference.Arn : reference.Key.Arn;
    }
}
