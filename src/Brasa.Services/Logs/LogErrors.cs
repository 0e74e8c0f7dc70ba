using Brasa.Contracts.Logs;
using Brasa.Core.Errors;

namespace Brasa.Services.Logs;

/// <summary>What CloudWatch Logs says when it refuses, in its own words where they are known.</summary>
internal static class LogErrors
{
    public static ResourceNotFoundException NoGroup => new("The specified log group does not exist.");

    public static ResourceNotFoundException NoStream => new("The specified log stream does not exist.");

    public static LimitExceededException TooMany => new("Resource limit exceeded.");

    public static InvalidParameterException InvalidToken => new("The specified nextToken is invalid.");

    public static InvalidParameterException Invalid(string message) => new(message);

    /// <summary>A member that is given and would have to be left unheeded.</summary>
    public static AwsException Unsupported(string what) => AwsException.NotImplemented($"{what} is not supported.");
}
