using System.Globalization;
using Brasa.Core.Identity;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Environments;

/// <summary>The environment variables of a function: its own, and those that Lambda sets.</summary>
/// <remarks>AWS Lambda developer guide, "Defined runtime environment variables".</remarks>
internal static class EnvironmentVariables
{
    private const string AwaitAssignment = "BRASA_AWAIT_ASSIGNMENT";

    /// <summary>Names that only Lambda may set.</summary>
    public static readonly IReadOnlySet<string> Reserved = new HashSet<string>(StringComparer.Ordinal)
    {
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR", "AWS_LAMBDA_MAX_CONCURRENCY", "AWS_LAMBDA_METADATA_API",
        "AWS_LAMBDA_METADATA_TOKEN",
    };

    /// <summary>What an interpreter starts with that boots before there is a function; it is given the function's own later.</summary>
    public static IReadOnlyDictionary<string, string> ForBoot(EnvironmentPlace place) => new Dictionary<string, string>(Common(place), StringComparer.Ordinal)
    {
        ["AWS_LAMBDA_RUNTIME_API"] = place.RuntimeApi,
        [AwaitAssignment] = "1",
    };

    /// <summary>What a program of the runtime's own starts with.</summary>
    public static IReadOnlyDictionary<string, string> ForTool(EnvironmentPlace place) => Common(place);

    /// <summary>What a function's process starts with.</summary>
    /// <param name="function">The function.</param>
    /// <param name="isProvisioned">Whether it is started before there is an event for it.</param>
    /// <param name="credentials">Its role's.</param>
    /// <param name="place">Where things are, as the process sees them.</param>
    public static IReadOnlyDictionary<string, string> For(FunctionVersion function, bool isProvisioned, TemporaryCredentials credentials, EnvironmentPlace place)
    {
        var variables = Common(place);
        variables["AWS_ENDPOINT_URL"] = $"http://{place.AwsEndpoint}";
        variables["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR";
        foreach (var (name, value) in function.Variables ?? new Dictionary<string, string>()) variables[name] = value;

        variables.Remove(AwaitAssignment); // this one knows
        variables["_HANDLER"] = function.Handler;
        variables["AWS_DEFAULT_REGION"] = function.Region;
        variables["AWS_REGION"] = function.Region;
        variables["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{function.Runtime}";
        variables["AWS_LAMBDA_FUNCTION_NAME"] = function.Name;
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = function.MemoryMiB.ToString(CultureInfo.InvariantCulture);
        variables["AWS_LAMBDA_FUNCTION_VERSION"] = function.Version;
        variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = isProvisioned ? "provisioned-concurrency" : "on-demand";
        variables["AWS_LAMBDA_LOG_GROUP_NAME"] = function.LogGroupName;
        variables["AWS_LAMBDA_LOG_STREAM_NAME"] = place.LogStream;
        variables["AWS_LAMBDA_LOG_FORMAT"] = function.LogFormat;
        if (function.LogsJson) variables["AWS_LAMBDA_LOG_LEVEL"] = function.ApplicationLogLevel ?? FunctionDescription.DefaultLogLevel;
        variables["AWS_LAMBDA_RUNTIME_API"] = place.RuntimeApi;
        variables["LAMBDA_TASK_ROOT"] = place.TaskRoot;
        variables["LAMBDA_RUNTIME_DIR"] = place.RuntimeDirectory;

        // At the sandbox's endpoint a function is known whatever it signs with; what it signs for others, as a URL, is verified.
        variables["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId;
        variables["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey;
        variables["AWS_SESSION_TOKEN"] = credentials.SessionToken;
        return variables;
    }

    private static Dictionary<string, string> Common(EnvironmentPlace place) => new(StringComparer.Ordinal)
    {
        ["LANG"] = "en_US.UTF-8",
        ["TZ"] = ":UTC",
        ["HOME"] = "/tmp",
        ["PATH"] = "/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin",
        ["LD_LIBRARY_PATH"] = $"/var/lang/lib:{place.TaskRoot}:{place.TaskRoot}/lib:/opt/lib",
    };
}

/// <summary>Where a function's process finds what is its own, as it sees it.</summary>
/// <param name="TaskRoot">The code.</param>
/// <param name="RuntimeDirectory">The bootstrap.</param>
/// <param name="RuntimeApi">Host and port of the Runtime API.</param>
/// <param name="AwsEndpoint">Host and port of this server's AWS endpoint.</param>
/// <param name="LogStream">Its log stream.</param>
internal sealed record EnvironmentPlace(string TaskRoot, string RuntimeDirectory, string RuntimeApi, string AwsEndpoint, string LogStream);
