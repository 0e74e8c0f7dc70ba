using System.Text.Json.Nodes;

namespace Brasa.Conformance.Tests.Support;

/// <summary>The environment variables that Lambda sets for every function.</summary>
/// <remarks>AWS Lambda developer guide, "Defined runtime environment variables".</remarks>
internal static class ReservedVariables
{
    public static void Check(JsonNode variables, string name, string runtime)
    {
        var expected = new Dictionary<string, string>
        {
            ["_HANDLER"] = "index.handler",
            ["AWS_REGION"] = "us-east-1",
            ["AWS_DEFAULT_REGION"] = "us-east-1",
            ["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{runtime}",
            ["AWS_LAMBDA_FUNCTION_NAME"] = name,
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "128",
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{name}",
            ["AWS_LAMBDA_RUNTIME_API"] = "127.0.0.1:9001",
            ["LAMBDA_TASK_ROOT"] = "/var/task",
            ["LAMBDA_RUNTIME_DIR"] = "/var/runtime",
            ["LANG"] = "en_US.UTF-8",
        };
        Assert.All(expected, variable => Assert.Equal(variable.Value, (string?)variables[variable.Key]));
        string[] present = ["AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "PATH", "LD_LIBRARY_PATH", "_X_AMZN_TRACE_ID"];
        Assert.All(present, variable => Assert.False(string.IsNullOrEmpty((string?)variables[variable]), variable));
    }
}
