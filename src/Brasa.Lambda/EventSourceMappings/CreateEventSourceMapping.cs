using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;
using Brasa.Lambda.Tags;

namespace Brasa.Lambda.EventSourceMappings;

/// <summary>Makes a function be invoked with what comes from a source.</summary>
internal sealed class CreateEventSourceMapping(MappingStore mappings, MappingPollers pollers, MappingRules rules)
    : IOperation<CreateEventSourceMappingRequest, EventSourceMappingConfiguration>
{
    public async Task<EventSourceMappingConfiguration> HandleAsync(CreateEventSourceMappingRequest request, RequestContext context, CancellationToken ct)
    {
        var source = MappingRules.CheckSource(request.EventSourceArn);
        MappingRules.CheckForQueues(
            (nameof(request.StartingPosition), request.StartingPosition is not null),
            (nameof(request.ParallelizationFactor), request.ParallelizationFactor is not null),
            (nameof(request.BisectBatchOnFunctionError), request.BisectBatchOnFunctionError is not null),
            (nameof(request.MaximumRecordAgeInSeconds), request.MaximumRecordAgeInSeconds is not null),
            (nameof(request.MaximumRetryAttempts), request.MaximumRetryAttempts is not null),
            (nameof(request.TumblingWindowInSeconds), request.TumblingWindowInSeconds is not null),
            (nameof(request.Topics), request.Topics is { Count: > 0 }),
            (nameof(request.Queues), request.Queues is { Count: > 0 }),
            (nameof(request.SourceAccessConfigurations), request.SourceAccessConfigurations is { Count: > 0 }),
            (nameof(request.DestinationConfig), request.DestinationConfig is not null));
        if (request.ProvisionedPollerConfig is not null) throw FunctionSettings.Unsupported(nameof(request.ProvisionedPollerConfig));
        Tagging.Check(request.Tags, 0);

        var reference = MappingRules.ReadFunction(request.FunctionName, context);
        var mapping = new EventSourceMapping
        {
            Id = Guid.NewGuid().ToString(),
            Account = context.Account,
            Region = context.Region,
            SourceArn = source,
            FunctionName = reference.Key.Name,
            Qualifier = reference.Qualifier,
            BatchSize = request.BatchSize ?? MappingRules.DefaultBatchSize,
            WindowSeconds = request.MaximumBatchingWindowInSeconds ?? 0,
            Filters = MappingRules.ReadFilters(request.FilterCriteria),
            KmsKeyArn = request.KMSKeyArn,
            MaximumConcurrency = request.ScalingConfig?.MaximumConcurrency,
            ReportsItemFailures = MappingRules.ReadsItemFailures(request.FunctionResponseTypes),
            IsEnabled = request.Enabled ?? true,
            LastModified = context.Time,
            Tags = request.Tags is { Count: > 0 } tags ? tags : null,
        };
        rules.Check(mapping);
        await mappings.AddAsync(mapping, ct);
        pollers.Apply(mapping, "Creating");
        return mapping.ToConfiguration("Creating", null);
    }
}
