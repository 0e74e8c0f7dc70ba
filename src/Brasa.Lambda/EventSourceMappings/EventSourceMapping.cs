using System.Text.Json.Serialization;
using Brasa.Contracts.Lambda;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.EventSourceMappings;

/// <summary>A mapping as it is stored: from where events come, to which function, and how many at a time.</summary>
internal sealed record EventSourceMapping
{
    /// <summary>A UUID.</summary>
    public required string Id { get; init; }

    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>The source's ARN.</summary>
    public required string SourceArn { get; init; }

    /// <summary>The function's name.</summary>
    public required string FunctionName { get; init; }

    /// <summary>The version or alias that is invoked; <c>null</c> for <c>$LATEST</c>.</summary>
    public string? Qualifier { get; init; }

    /// <summary>The most records of a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Seconds for which a batch is gathered.</summary>
    public int WindowSeconds { get; init; }

    /// <summary>Patterns of which a record has to match one; none for all records.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    public string? KmsKeyArn { get; init; }

    /// <summary>The most batches at once; <c>null</c> for AWS's own bound.</summary>
    public int? MaximumConcurrency { get; init; }

    /// <summary>Whether the function says which records of a batch it could not deal with.</summary>
    public bool ReportsItemFailures { get; init; }

    public required bool IsEnabled { get; init; }

    /// <summary>Whether it is on its way out: a server that is started again takes it away.</summary>
    public bool IsDeleted { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    [JsonIgnore]
    public string Arn => ArnOf(Account, Region, Id);

    [JsonIgnore]
    public FunctionReference Function => new(new FunctionKey(Account, Region, FunctionName), Qualifier);

    /// <summary>The ARN of a mapping.</summary>
    public static string ArnOf(string account, string region, string id) => $"arn:{Core.Identity.Arn.DefaultPartition}:lambda:{region}:{account}:{MappingRules.ArnPrefix}{id}";

    /// <summary>As AWS's API describes it.</summary>
    public EventSourceMappingConfiguration ToConfiguration(string state, string? lastResult) => new()
    {
        UUID = Id,
        EventSourceMappingArn = Arn,
        EventSourceArn = SourceArn,
        FunctionArn = Function.Arn,
        BatchSize = BatchSize,
        MaximumBatchingWindowInSeconds = WindowSeconds,
        FilterCriteria = Filters.Count == 0 ? null : new FilterCriteria { Filters = [.. Filters.Select(pattern => new Filter { Pattern = pattern })] },
        KMSKeyArn = KmsKeyArn,
        ScalingConfig = MaximumConcurrency is null ? null : new ScalingConfig { MaximumConcurrency = MaximumConcurrency },
        FunctionResponseTypes = ReportsItemFailures ? [FunctionResponseType.ReportBatchItemFailures] : [],
        State = state,
        StateTransitionReason = "USER_INITIATED",
        LastProcessingResult = lastResult,
        LastModified = LastModified,
    };
}
