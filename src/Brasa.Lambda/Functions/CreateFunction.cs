using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.CodeSigning;
using Brasa.Lambda.FileSystems;
using Brasa.Lambda.Networks;
using Brasa.Lambda.Tags;
using Brasa.Lambda.Versions;

namespace Brasa.Lambda.Functions;

/// <summary>Creates a function from a deployment package and its configuration.</summary>
internal sealed class CreateFunction(
    FunctionStore functions, DeploymentPackages packages, CodeStore code, CodeSigningConfigStore configs, FunctionSettings settings, ExecutionRoles roles, AccessPoints accessPoints,
    DeclaredNetworks networks, FunctionUpdates updates)
    : IOperation<CreateFunctionRequest, FunctionConfiguration>
{
    public async Task<FunctionConfiguration> HandleAsync(CreateFunctionRequest request, RequestContext context, CancellationToken ct)
    {
        var key = FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified().Key;
        FunctionSettings.CheckName(key.Name);
        Check(request);
        roles.Require(request.Role, key, context);
        roles.RequireDeadLetter(request.Role, key, request.DeadLetterConfig?.TargetArn, context.Time);
        var fileSystem = accessPoints.Read(request.FileSystemConfigs, key);
        var network = networks.Find(request.VpcConfig);
        functions.RequireAbsent(key);

        var zip = await packages.ReadAsync(request.Code, ct);
        if (request.CodeSigningConfigArn is { } signing) configs.Require(signing, key).RequireUnsignedAllowed(request.FunctionName);
        functions.RequireCodeStorage(key, zip.Length);
        var blob = await code.AddAsync(zip, ct);
        var latest = new FunctionVersion
        {
            Account = key.Account,
            Region = key.Region,
            Name = key.Name,
            Generation = FunctionUpdates.NextGeneration(context.Time, null),
            RevisionId = Guid.NewGuid().ToString(),
            LastModified = context.Time,
            Runtime = request.Runtime!.Value.Value,
            Handler = request.Handler!,
            Role = request.Role,
            Description = request.Description ?? "",
            TimeoutSeconds = request.Timeout ?? FunctionLimits.DefaultTimeoutSeconds,
            MemoryMiB = request.MemorySize ?? MemorySize.DefaultMiB,
            EphemeralStorageMiB = request.EphemeralStorage?.Size ?? FunctionLimits.MinEphemeralStorageMiB,
            Architecture = DeploymentPackages.ArchitectureOf(request.Architectures),
            Variables = request.Environment?.Variables,
            KmsKeyArn = string.IsNullOrEmpty(request.KMSKeyArn) ? null : request.KMSKeyArn,
            TracingMode = request.TracingConfig?.Mode?.Value ?? TracingMode.PassThrough.Value,
            LogFormat = request.LoggingConfig?.LogFormat?.Value ?? LogFormat.Text.Value,
            LogGroup = request.LoggingConfig?.LogGroup,
            ApplicationLogLevel = request.LoggingConfig?.ApplicationLogLevel?.Value,
            SystemLogLevel = request.LoggingConfig?.SystemLogLevel?.Value,
            IsolatesTenants = request.TenancyConfig is not null,
            DeadLetterArn = string.IsNullOrEmpty(request.DeadLetterConfig?.TargetArn) ? null : request.DeadLetterConfig.TargetArn,
            FileSystem = fileSystem,
            Network = network,
            SnapStartApplyOn = request.SnapStart?.ApplyOn?.Value ?? SnapStartApplyOn.None.Value,
            CodeBlob = blob.Hex,
            CodeSize = zip.Length,
            CodeKmsKeyArn = string.IsNullOrEmpty(request.Code.SourceKMSKeyArn) ? null : request.Code.SourceKMSKeyArn,
        };

        FunctionVersion? published = null;
        var function = new Function { Latest = latest, Tags = request.Tags is { Count: > 0 } tags ? tags : null, CodeSigningConfigArn = request.CodeSigningConfigArn };
        if (request.Publish == true) function = Publishing.Publish(function, null, context.Time, out published);
        using var holds = new CodeHolds(code);
        if (published is not null) holds.Add(blob);
        try
        {
            if (function.CodeSigningConfigArn is { } used) await configs.ReferAsync(used, key, () => functions.AddAsync(function, ct), ct);
            else await functions.AddAsync(function, ct);
        }
        catch
        {
            code.Release(blob);
            throw;
        }

        holds.Keep();
        _ = updates.SettleAsync(latest, before: null);
        return (published ?? latest).ToConfiguration();
    }

    private void Check(CreateFunctionRequest request)
    {
        if (request.PackageType == PackageType.Image) throw FunctionSettings.Unsupported("PackageType Image");
        if (request.Runtime is not { } runtime || string.IsNullOrEmpty(request.Handler))
            throw FunctionSettings.Invalid("Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        if (request.PublishTo is not null) throw FunctionSettings.Unsupported("PublishTo");
        Tagging.Check(request.Tags, 0);
        if (request.DurableConfig is not null) throw FunctionSettings.Unsupported("DurableConfig");
        if (request.CapacityProviderConfig is not null) throw FunctionSettings.Unsupported("CapacityProviderConfig");

        settings.CheckRuntime(runtime);
        FunctionSettings.CheckVariables(request.Environment?.Variables);
        FunctionSettings.CheckUnsupported(request.Layers, request.ImageConfig);
        FunctionSettings.CheckDeadLetter(request.DeadLetterConfig);
        FunctionSettings.CheckLogging(request.LoggingConfig?.LogFormat?.Value ?? LogFormat.Text.Value, request.LoggingConfig);
        FunctionSettings.CheckSnapStart(runtime.Value, request.SnapStart?.ApplyOn?.Value, request.TenancyConfig is not null, request.FileSystemConfigs is { Count: > 0 });
        DeploymentPackages.ArchitectureOf(request.Architectures);
    }
}
