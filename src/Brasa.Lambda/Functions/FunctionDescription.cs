using System.Globalization;
using Brasa.Contracts.Lambda;
using Brasa.Lambda.Networks;

namespace Brasa.Lambda.Functions;

/// <summary>A function as AWS's API describes it.</summary>
internal static class FunctionDescription
{
    /// <summary>That of JSON logs of which nothing else was said.</summary>
    /// <remarks>AWS Lambda developer guide, "Log-level filtering".</remarks>
    public const string DefaultLogLevel = "INFO";

    /// <summary>Describes a version.</summary>
    /// <param name="function">The version.</param>
    /// <param name="qualifier">How it was asked for: its ARN says so.</param>
    public static FunctionConfiguration ToConfiguration(this FunctionVersion function, string? qualifier = null) => new()
    {
        FunctionName = function.Name,
        FunctionArn = qualifier is null ? function.Arn : function.Key.QualifiedArn(qualifier),
        Version = function.Version,
        RevisionId = function.RevisionId,
        LastModified = Timestamp(function.LastModified),
        Runtime = new Runtime(function.Runtime),
        Handler = function.Handler,
        Role = function.Role,
        Description = function.Description,
        Timeout = function.TimeoutSeconds,
        MemorySize = function.MemoryMiB,
        CodeSize = function.CodeSize,
        CodeSha256 = function.CodeSha256,
        PackageType = PackageType.Zip,
        Architectures = [new Architecture(function.Architecture)],
        EphemeralStorage = new EphemeralStorage { Size = function.EphemeralStorageMiB },
        Environment = function.Variables is { Count: > 0 } variables ? new EnvironmentResponse { Variables = variables } : null,
        KMSKeyArn = function.KmsKeyArn,
        TenancyConfig = function.IsolatesTenants ? new TenancyConfig { TenantIsolationMode = TenantIsolationMode.PerTenant } : null,
        DeadLetterConfig = function.DeadLetterArn is { } target ? new DeadLetterConfig { TargetArn = target } : null,
        FileSystemConfigs = function.FileSystem is { } system ? [new FileSystemConfig { Arn = system.AccessPointArn, LocalMountPath = system.MountPath }] : null,
        VpcConfig = function.Network is { } network ? Describe(network) : null,
        TracingConfig = new TracingConfigResponse { Mode = new TracingMode(function.TracingMode) },
        SnapStart = new SnapStartResponse { ApplyOn = new SnapStartApplyOn(function.SnapStartApplyOn), OptimizationStatus = SnapStartOptimizationStatus.Off },
        LoggingConfig = new LoggingConfig
        {
            LogFormat = new LogFormat(function.LogFormat),
            LogGroup = function.LogGroupName,
            ApplicationLogLevel = function.LogsJson ? new ApplicationLogLevel(function.ApplicationLogLevel ?? DefaultLogLevel) : null,
            SystemLogLevel = function.LogsJson ? new SystemLogLevel(function.SystemLogLevel ?? DefaultLogLevel) : null,
        },
        State = function.State == FunctionState.Pending ? State.Pending : State.Active,
        StateReason = function.State == FunctionState.Pending ? "The function is being created." : null,
        StateReasonCode = function.State == FunctionState.Pending ? StateReasonCode.Creating : null,
        LastUpdateStatus = function.LastUpdateStatus == UpdateStatus.InProgress ? LastUpdateStatus.InProgress : LastUpdateStatus.Successful,
        LastUpdateStatusReason = function.LastUpdateStatus == UpdateStatus.InProgress ? "The function is being updated." : null,
    };

    private static VpcConfigResponse Describe(FunctionNetwork network) => new()
    {
        VpcId = network.VpcId,
        SubnetIds = network.SubnetIds,
        SecurityGroupIds = network.SecurityGroupIds,
        Ipv6AllowedForDualStack = false,
    };

    /// <summary>A time as Lambda writes it.</summary>
    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
}
