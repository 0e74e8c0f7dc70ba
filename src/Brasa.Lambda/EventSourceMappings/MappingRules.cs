using Brasa.Contracts.Lambda;
using Brasa.Core.Errors;
using Brasa.Core.Identity;
using Brasa.Core.Operations;
using Brasa.Core.Queues;
using Brasa.Lambda.Functions;
using FunctionVersion = Brasa.Lambda.Functions.FunctionVersion;

namespace Brasa.Lambda.EventSourceMappings;

/// <summary>What a mapping must satisfy beyond the model's constraints.</summary>
/// <remarks>AWS Lambda developer guide, "Lambda parameters for Amazon SQS event source mappings".</remarks>
internal sealed class MappingRules(FunctionStore functions, ExecutionRoles roles, IQueues queues)
{
    /// <summary>What the resource part of their ARNs begins with.</summary>
    public const string ArnPrefix = "event-source-mapping:";

    /// <summary>AWS's default for queues.</summary>
    public const int DefaultBatchSize = 10;

    /// <summary>The most records of a batch that is not gathered over time, and of any of a FIFO queue.</summary>
    private const int MostAtOnce = 10;

    private const int MostFilters = 5;

    /// <summary>What a function's role has to be allowed on its queue.</summary>
    /// <remarks>AWS Lambda developer guide, "Execution role permissions" of Amazon SQS.</remarks>
    private static readonly string[] QueueActions = ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"];

    /// <summary>The service of an ARN.</summary>
    public static string ServiceOf(string arn) => Arn.TryParse(arn)?.Service ?? "";

    /// <exception cref="InvalidParameterValueException">The source is none that a mapping can have.</exception>
    /// <exception cref="AwsException">It is one that is not built.</exception>
    public static string CheckSource(string? arn)
    {
        if (arn is null) throw FunctionSettings.Invalid("Unrecognized event source. An EventSourceArn is needed.");
        return ServiceOf(arn) switch
        {
            "sqs" => arn,
            "kinesis" or "dynamodb" or "kafka" or "mq" or "rds" => throw FunctionSettings.Unsupported($"An event source of {ServiceOf(arn)}"),
            _ => throw FunctionSettings.Invalid("Unrecognized event source, must be kinesis, dynamodb stream or sqs."),
        };
    }

    /// <exception cref="InvalidParameterValueException">A member is for other sources than queues.</exception>
    public static void CheckForQueues(params ReadOnlySpan<(string Member, bool IsSet)> members)
    {
        foreach (var (member, isSet) in members)
        {
            if (isSet) throw FunctionSettings.Invalid($"{member} is not supported for SQS event sources.");
        }
    }

    /// <summary>Whether a function's role may read the source of a mapping.</summary>
    public static bool MayRead(ExecutionRoles roles, EventSourceMapping mapping, FunctionVersion function, DateTimeOffset now) => Refused(roles, mapping, function, now) is null;

    private static string? Refused(ExecutionRoles roles, EventSourceMapping mapping, FunctionVersion function, DateTimeOffset now) =>
        QueueActions.FirstOrDefault(action => !roles.MayDo(function.Role, mapping.Function.Key, $"sqs:{action}", mapping.SourceArn, now));

    /// <summary>Reads the function of a mapping.</summary>
    /// <exception cref="AwsException">It is another account's.</exception>
    public static FunctionReference ReadFunction(string name, RequestContext context)
    {
        var reference = FunctionReference.Parse(name, null, context);
        return reference.Key.Account == context.Account ? reference : throw AwsException.AccessDenied("Cross-account access is not allowed: a mapping belongs to its function's account.");
    }

    /// <summary>Reads response types.</summary>
    public static bool ReadsItemFailures(IReadOnlyList<FunctionResponseType>? types) => types is { Count: > 0 };

    /// <exception cref="InvalidParameterValueException">There are too many, or one is no pattern.</exception>
    public static IReadOnlyList<string> ReadFilters(FilterCriteria? criteria)
    {
        string[] patterns = [.. (criteria?.Filters ?? []).Select(filter => filter.Pattern).OfType<string>()];
        if (patterns.Length > MostFilters) throw FunctionSettings.Invalid($"FilterCriteria have at most {MostFilters} filters.");
        try
        {
            RecordFilter.Of(patterns);
        }
        catch (FormatException broken)
        {
            throw FunctionSettings.Invalid($"Invalid filter pattern definition. {broken.Message}");
        }

        return patterns;
    }

    /// <summary>Checks what depends on the queue and the function.</summary>
    /// <exception cref="InvalidParameterValueException">They do not go together.</exception>
    /// <exception cref="ResourceNotFoundException">There is no such function.</exception>
    public void Check(EventSourceMapping mapping)
    {
        var source = Arn.TryParse(mapping.SourceArn)!;
        if (source.Region != mapping.Region) throw FunctionSettings.Invalid($"The queue {mapping.SourceArn} is not in the function's region, {mapping.Region}.");
        var function = mapping.Function.RequireFound(functions.GetFunction(mapping.Function));
        if (queues.Find(mapping.SourceArn) is not { } queue)
            throw FunctionSettings.Invalid("Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.");

        if (Refused(roles, mapping, function, mapping.LastModified) is { } action)
            throw FunctionSettings.Invalid($"The provided execution role does not have permissions to call {action} on SQS");
        if (queue.IsFifo && mapping.BatchSize > MostAtOnce) throw FunctionSettings.Invalid($"Batch size must not be greater than {MostAtOnce} for FIFO queues.");
        if (queue.IsFifo && mapping.WindowSeconds > 0) throw FunctionSettings.Invalid("Batching window is not supported for FIFO queues.");
        if (mapping.BatchSize > MostAtOnce && mapping.WindowSeconds == 0)
            throw FunctionSettings.Invalid($"Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than {MostAtOnce}");
        if (function.Timeout > queue.VisibilityTimeout)
            throw FunctionSettings.Invalid($"Queue visibility timeout: {queue.VisibilityTimeout.TotalSeconds:F0} seconds is less than Function timeout: {function.Timeout.TotalSeconds:F0} seconds");
    }
}
