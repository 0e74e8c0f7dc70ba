using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.FileSystems;
using Brasa.Lambda.Networks;

namespace Brasa.Lambda.Functions;

/// <summary>Changes those settings of a function that the request names.</summary>
internal sealed class UpdateFunctionConfiguration(FunctionSettings settings, ExecutionRoles roles, AccessPoints accessPoints, DeclaredNetworks networks, FunctionUpdates updates)
    : IOperation<UpdateFunctionConfigurationRequest, FunctionConfiguration>
{
    public async Task<FunctionConfiguration> HandleAsync(UpdateFunctionConfigurationRequest request, RequestContext context, CancellationToken ct)
    {
        if (request.Runtime is { } runtime) settings.CheckRuntime(runtime);
        FunctionSettings.CheckVariables(request.Environment?.Variables);
        FunctionSettings.CheckUnsupported(request.Layers, request.ImageConfig);
        FunctionSettings.CheckDeadLetter(request.DeadLetterConfig);
        var network = networks.Find(request.VpcConfig);

        var reference = FunctionReference.Parse(request.FunctionName, null, context).RequireLatest();
        if (request.Role is { } role) roles.Require(role, reference.Key, context);
        var fileSystem = accessPoints.Read(request.FileSystemConfigs, reference.Key);
        var updated = await updates.ApplyAsync(reference, request.RevisionId, bringsCode: false, publishes: false, function =>
        {
            FunctionSettings.CheckLogging(request.LoggingConfig?.LogFormat?.Value ?? function.LogFormat, request.LoggingConfig);
            var changed = Change(function, request) with
            {
                FileSystem = request.FileSystemConfigs is null ? function.FileSystem : fileSystem,
                Network = request.VpcConfig is null ? function.Network : network,
            };
            if (request.DeadLetterConfig is not null) roles.RequireDeadLetter(changed.Role, reference.Key, changed.DeadLetterArn, context.Time);
            FunctionSettings.CheckSnapStart(changed.Runtime, changed.SnapStartApplyOn, changed.IsolatesTenants, changed.FileSystem is not null);
            return changed;
        }, ct);
        return updated.ToConfiguration();
    }

    private static FunctionVersion Change(FunctionVersion function, UpdateFunctionConfigurationRequest request) => function with
    {
        Runtime = request.Runtime?.Value ?? function.Runtime,
        Handler = request.Handler ?? function.Handler,
        Role = request.Role ?? function.Role,
        Description = request.Description ?? function.Description,
        TimeoutSeconds = request.Timeout ?? function.TimeoutSeconds,
        MemoryMiB = request.MemorySize ?? function.MemoryMiB,
        EphemeralStorageMiB = request.EphemeralStorage?.Size ?? function.EphemeralStorageMiB,
        Variables = request.Environment is { } environment ? environment.Variables : function.Variables,
        KmsKeyArn = request.KMSKeyArn is { } key ? key.Length == 0 ? null : key : function.KmsKeyArn,
        TracingMode = request.TracingConfig?.Mode?.Value ?? function.TracingMode,
        LogFormat = request.LoggingConfig?.LogFormat?.Value ?? function.LogFormat,
        LogGroup = request.LoggingConfig?.LogGroup ?? function.LogGroup,
        ApplicationLogLevel = request.LoggingConfig?.LogFormat == LogFormat.Text ? null : request.LoggingConfig?.ApplicationLogLevel?.Value ?? function.ApplicationLogLevel,
        SystemLogLevel = request.LoggingConfig?.LogFormat == LogFormat.Text ? null : request.LoggingConfig?.SystemLogLevel?.Value ?? function.SystemLogLevel,
        DeadLetterArn = request.DeadLetterConfig is { } deadLetter ? string.IsNullOrEmpty(deadLetter.TargetArn) ? null : deadLetter.TargetArn : function.DeadLetterArn,
        SnapStartApplyOn = request.SnapStart?.ApplyOn?.Value ?? function.SnapStartApplyOn,
    };
}
