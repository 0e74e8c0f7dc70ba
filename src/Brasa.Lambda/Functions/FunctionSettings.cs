using System.Text;
using System.Text.Json;
using Brasa.Contracts.Lambda;
using Brasa.Core.Errors;
using Brasa.Core.Identity;
using Brasa.Lambda.Environments;
using Brasa.Lambda.Runtimes;

namespace Brasa.Lambda.Functions;

/// <summary>What a function's settings must satisfy beyond the model's constraints.</summary>
internal sealed class FunctionSettings(RuntimeCatalog runtimes)
{
    /// <summary>The longest name; the model's bound is that of an ARN.</summary>
    private const int MaxNameLength = 64;

    /// <exception cref="AwsException">The name is too long.</exception>
    public static void CheckName(string name)
    {
        if (name.Length > MaxNameLength)
            throw AwsException.Validation($"1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to {MaxNameLength}");
    }

    /// <exception cref="InvalidParameterValueException">AWS knows no such runtime, creates no functions on it any more, or this machine has no
    /// interpreter for it.</exception>
    public void CheckRuntime(Runtime runtime)
    {
        var identifier = runtime.Value;
        if (runtimes.Find(identifier) is not null) return;
        if (RuntimeDescriptor.Retired.Contains(identifier))
            throw Invalid($"The runtime parameter of {identifier} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a newer runtime while creating or updating functions.");
        if (!runtime.IsKnown)
            throw Invalid($"Value {identifier} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", Runtime.Values)}] or be a valid ARN");
        if (RuntimeDescriptor.All.All(known => known.Identifier != identifier))
            throw Invalid($"The runtime {identifier} is not available on this server, which runs: {Offered()}.");
        throw Invalid($"The runtime {identifier} has no interpreter on this server, which has: {Offered()}. `brasa runtimes` tells how to add one.");
    }

    /// <exception cref="InvalidParameterValueException">A name is Lambda's own, or all together are too large.</exception>
    public static void CheckVariables(IReadOnlyDictionary<string, string>? variables)
    {
        if (variables is null) return;

        var reserved = variables.Keys.Where(EnvironmentVariables.Reserved.Contains).Order(StringComparer.Ordinal).ToList();
        if (reserved.Count > 0)
            throw Invalid("Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. " +
                $"Reserved keys used in this request: {string.Join(", ", reserved)}");

        var measured = JsonSerializer.Serialize(variables, FunctionJson.Default.IReadOnlyDictionaryStringString);
        if (Encoding.UTF8.GetByteCount(measured) > FunctionLimits.EnvironmentVariablesBytes)
            throw Invalid($"Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {measured}");
    }

    /// <exception cref="InvalidParameterValueException">It is neither a queue nor a topic.</exception>
    /// <exception cref="AwsException">It is a topic, which this server has not.</exception>
    public static void CheckDeadLetter(DeadLetterConfig? config)
    {
        if (config?.TargetArn is not { Length: > 0 } target || Arn.TryParse(target) is { Service: "sqs" }) return;
        if (Arn.TryParse(target) is { Service: "sns" }) throw Unsupported("DeadLetterConfig with an SNS topic");
        throw Invalid($"The provided target ARN {target} is neither that of an Amazon SQS queue nor that of an Amazon SNS topic.");
    }

    /// <exception cref="InvalidParameterValueException">Levels are given to lines that have none.</exception>
    public static void CheckLogging(string format, LoggingConfig? config)
    {
        if (format == LogFormat.Text.Value && (config?.ApplicationLogLevel is not null || config?.SystemLogLevel is not null))
            throw Invalid("ApplicationLogLevel and SystemLogLevel filter lines of LogFormat JSON: they are not taken with Text.");
    }

    /// <exception cref="InvalidParameterValueException">AWS has no SnapStart for the runtime, or none beside tenant isolation or a file system.</exception>
    public static void CheckSnapStart(string runtime, string? applyOn, bool isolatesTenants, bool hasFileSystem)
    {
        if (applyOn != SnapStartApplyOn.PublishedVersions.Value) return;
        if (!RuntimeDescriptor.SnapStart.Contains(runtime)) throw Invalid($"{runtime} is not supported for SnapStart enabled functions.");
        if (isolatesTenants) throw Invalid("SnapStart is not supported for functions with tenant isolation enabled.");
        if (hasFileSystem) throw Invalid("SnapStart is not supported for functions with a file system.");
    }

    /// <summary>Refuses what a request asks for and this server does not do, instead of running the function without it.</summary>
    /// <exception cref="AwsException">Something of that kind is set.</exception>
    public static void CheckUnsupported(IReadOnlyCollection<string>? layers, ImageConfig? image)
    {
        if (layers is { Count: > 0 }) throw Unsupported("Layers");
        if (image is not null) throw Unsupported("ImageConfig");
    }

    public static AwsException Unsupported(string member) =>
        AwsException.NotImplemented($"{member} is not available on this server yet; the function would run without it. Leave it out.");

    public static InvalidParameterValueException Invalid(string message) => new(message);

    private string Offered() => runtimes.Interpreters.Count == 0
        ? "none, as no interpreter was found"
        : string.Join(", ", runtimes.Interpreters.Select(found => found.Runtime.Identifier));
}
