using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.EventSourceMappings;

/// <summary>Changes a mapping; what its source has handed over meanwhile comes to its end first.</summary>
internal sealed class UpdateEventSourceMapping(MappingStore mappings, MappingPollers pollers, MappingRules rules)
    : IOperation<UpdateEventSourceMappingRequest, EventSourceMappingConfiguration>
{
    public async Task<EventSourceMappingConfiguration> HandleAsync(UpdateEventSourceMappingRequest request, RequestContext context, CancellationToken ct)
    {
        var before = mappings.Get(request.UUID, context);
        pollers.RequireSettled(before);
        MappingRules.CheckForQueues(
            (nameof(request.ParallelizationFactor), request.ParallelizationFactor is not null),
            (nameof(request.BisectBatchOnFunctionError), request.BisectBatchOnFunctionError is not null),
            (nameof(request.MaximumRecordAgeInSeconds), request.MaximumRecordAgeInSeconds is not null),
            (nameof(request.MaximumRetryAttempts), request.MaximumRetryAttempts is not null),
            (nameof(request.TumblingWindowInSeconds), request.TumblingWindowInSeconds is not null),
            (nameof(request.SourceAccessConfigurations), request.SourceAccessConfigurations is { Count: > 0 }),
            (nameof(request.DestinationConfig), request.DestinationConfig is not null));
        if (request.ProvisionedPollerConfig is not null) throw FunctionSettings.Unsupported(nameof(request.ProvisionedPollerConfig));

        var mapping = await mappings.UpdateAsync(before, known => Change(known, request, context), ct);
        var meanwhile = (before.IsEnabled, mapping.IsEnabled) switch
        {
            (false, true) => "Enabling",
            (true, false) => "Disabling",
            _ => "Updating",
        };
        pollers.Apply(mapping, meanwhile);
        return mapping.ToConfiguration(meanwhile, null);
    }

    private EventSourceMapping Change(EventSourceMapping known, UpdateEventSourceMappingRequest request, RequestContext context)
    {
        pollers.RequireSettled(known);
        var function = request.FunctionName is { } name ? MappingRules.ReadFunction(name, context) : known.Function;
        var changed = known with
        {
            FunctionName = function.Key.Name,
            Qualifier = function.Qualifier,
            BatchSize = request.BatchSize ?? known.BatchSize,
            WindowSeconds = request.MaximumBatchingWindowInSeconds ?? known.WindowSeconds,
            Filters = request.FilterCriteria is { } criteria ? MappingRules.ReadFilters(criteria) : known.Filters,
            KmsKeyArn = request.KMSKeyArn ?? known.KmsKeyArn,
            MaximumConcurrency = request.ScalingConfig is { } scaling ? scaling.MaximumConcurrency : known.MaximumConcurrency,
            ReportsItemFailures = request.FunctionResponseTypes is { } types ? MappingRules.ReadsItemFailures(types) : known.ReportsItemFailures,
            IsEnabled = request.Enabled ?? known.IsEnabled,
            LastModified = context.Time,
        };
        rules.Check(changed);
        return changed;
    }
}
