using Brasa.Core.Events;
using Brasa.Core.Identity;
using Brasa.Core.Logs;
using Brasa.Core.Metering;
using Brasa.Core.Operations;
using Brasa.Core.Queues;
using Brasa.Core.Storage;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Networks;
using Brasa.Lambda.RuntimeApi;
using Brasa.Sandbox;
using Microsoft.Extensions.Logging;

namespace Brasa.Lambda;

/// <summary>What the Lambda service stands on.</summary>
public sealed record LambdaPorts
{
    /// <summary>Where functions are stored.</summary>
    public required IResourceStore Resources { get; init; }

    /// <summary>What encrypts their environment variables where they are stored.</summary>
    public required ISealer Secrets { get; init; }

    /// <summary>Where their packages are stored.</summary>
    public required IBlobStore Blobs { get; init; }

    /// <summary>The buckets that packages may come from.</summary>
    public required IObjectReader Objects { get; init; }

    /// <summary>The roles that they run as.</summary>
    public required IServiceRoles Roles { get; init; }

    /// <summary>Who may give a function its role; <c>null</c> where roles are not looked at, as nobody's signature is.</summary>
    public IAuthorizer? Authorizer { get; init; }

    /// <summary>What their own policies let services do.</summary>
    public required IResourcePolicies Policies { get; init; }

    /// <summary>Where events are stored that nobody waits for.</summary>
    public required IMessageStore Messages { get; init; }

    /// <summary>The queues that event source mappings poll.</summary>
    public required IQueues Queues { get; init; }

    /// <summary>The services that records of such events can be sent to; functions are registered by this service.</summary>
    public DestinationRegistry Destinations { get; init; } = new();

    /// <summary>Where what they print goes.</summary>
    public required ILogStreams Logs { get; init; }

    /// <summary>Where it is kept: asked which REPORT lines a killed server has not written.</summary>
    public required ILogStore LogEvents { get; init; }

    /// <summary>Where what they used is summed up.</summary>
    public required IUsageStore Usage { get; init; }

    /// <summary>The directory of the journal of what is not summed up yet.</summary>
    public required string MeteringDirectory { get; init; }

    /// <summary>What makes their sandboxes, with <see cref="LambdaService.SandboxPorts"/> listening in each.</summary>
    public required ISandboxHost Sandboxes { get; init; }

    /// <summary>What serves the sockets inside sandboxes.</summary>
    public required SandboxTransport Transport { get; init; }

    /// <summary>The directory with a folder of bootstrap assets for each language.</summary>
    public required string RuntimeAssets { get; init; }

    /// <summary>What functions can be given as file systems, by the ARNs of access points. Default none.</summary>
    public IReadOnlyDictionary<string, SharedDirectory> FileSystems { get; init; } = new Dictionary<string, SharedDirectory>();

    /// <summary>Networks that functions can be connected to; each of their security groups is a network policy of <see cref="Sandboxes"/>. Default none.</summary>
    public IReadOnlyList<Vpc> Networks { get; init; } = [];

    /// <summary>How many invocations an account may run at once in a region. Default 1,000.</summary>
    public int AccountConcurrency { get; init; } = FunctionLimits.AccountConcurrency;

    /// <summary>Time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The server's own log.</summary>
    public required ILoggerFactory Loggers { get; init; }
}
