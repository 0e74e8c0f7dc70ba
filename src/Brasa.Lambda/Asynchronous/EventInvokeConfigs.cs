using Brasa.Contracts.Lambda;
using Brasa.Core.Errors;
using Brasa.Core.Events;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.Asynchronous;

/// <summary>What settings of asynchronous events must satisfy, and how AWS's API describes them.</summary>
internal sealed class EventInvokeConfigs(DestinationRegistry destinations, ExecutionRoles roles)
{
    /// <summary>Services that AWS knows as destinations, by their name in ARNs.</summary>
    private static readonly string[] KnownServices = ["events", "lambda", "s3", "sns", "sqs"];

    /// <summary>The version or alias that a request means: none is <c>$LATEST</c>.</summary>
    public static string QualifierOf(FunctionReference reference) => reference.Qualifier ?? FunctionVersion.Latest;

    /// <exception cref="ResourceNotFoundException">Nothing is said of the version or alias.</exception>
    public static EventInvokeConfig Get(Function function, FunctionReference reference) => function.EventConfigs.GetValueOrDefault(QualifierOf(reference))
        ?? throw new ResourceNotFoundException($"The function {reference.Key.QualifiedArn(QualifierOf(reference))} doesn't have an EventInvokeConfig");

    /// <summary>Checks that a destination can be one, and that the function's role may send to it.</summary>
    /// <param name="function">The function.</param>
    /// <param name="reference">The version or alias of it.</param>
    /// <param name="destination">The ARN; <c>null</c> or empty for none.</param>
    /// <param name="now">The time.</param>
    /// <returns>The destination, or <c>null</c>.</returns>
    /// <exception cref="InvalidParameterValueException">It is none for this function.</exception>
    /// <exception cref="AwsException">This server has no such service.</exception>
    public string? Check(Function function, FunctionReference reference, string? destination, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(destination)) return null;
        if (Arn.TryParse(destination) is not { } arn || !KnownServices.Contains(arn.Service)) throw FunctionSettings.Invalid($"The destination ARN {destination} is invalid.");
        if (arn.Service == "lambda" && arn.Resource.Split(':') is not ["function", { Length: > 0 }] and not ["function", { Length: > 0 }, { Length: > 0 }])
            throw FunctionSettings.Invalid($"The destination ARN {destination} is invalid.");
        if (destination == function.Key.Arn || destination.StartsWith($"{function.Key.Arn}:", StringComparison.Ordinal))
            throw FunctionSettings.Invalid("You can't specify the function as a destination for itself.");
        if (destinations.Find(destination) is not { } service)
            throw AwsException.NotImplemented($"Destinations of the service {arn.Service} are not available on this server yet; records would be lost. Leave {destination} out.");

        var role = (function.Find(reference.Qualifier) ?? function.Latest).Role;
        if (!roles.MayDo(role, function.Key, service.Action, destination, now))
            throw FunctionSettings.Invalid($"The function's execution role does not have permissions to call {service.Action[(service.Action.IndexOf(':') + 1)..]} on {destination}");
        return destination;
    }

    public static FunctionEventInvokeConfig Describe(FunctionKey function, string qualifier, EventInvokeConfig config) => new()
    {
        FunctionArn = function.QualifiedArn(qualifier),
        LastModified = config.LastModified,
        MaximumRetryAttempts = config.MaximumRetryAttempts,
        MaximumEventAgeInSeconds = config.MaximumEventAgeInSeconds,
        DestinationConfig = new DestinationConfig { OnSuccess = new OnSuccess { Destination = config.OnSuccess }, OnFailure = new OnFailure { Destination = config.OnFailure } },
    };
}
