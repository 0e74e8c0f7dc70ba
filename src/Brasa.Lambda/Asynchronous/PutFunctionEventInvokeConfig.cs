using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Asynchronous;

/// <summary>Says how asynchronous events of a function, a version or an alias are dealt with; what the request leaves out is said no more.</summary>
internal sealed class PutFunctionEventInvokeConfig(FunctionStore functions, EventInvokeConfigs configs) : IOperation<PutFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig>
{
    public async Task<FunctionEventInvokeConfig> HandleAsync(PutFunctionEventInvokeConfigRequest request, RequestContext context, CancellationToken ct)
    {
        if (request is { MaximumRetryAttempts: null, MaximumEventAgeInSeconds: null, DestinationConfig: null })
            throw FunctionSettings.Invalid("You must specify at least one of error handling or destination setting.");

        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        var qualifier = EventInvokeConfigs.QualifierOf(reference);
        EventInvokeConfig config = null!;
        await functions.UpdateAsync(reference, function =>
        {
            reference.RequireFound(function);
            config = new EventInvokeConfig
            {
                MaximumRetryAttempts = request.MaximumRetryAttempts,
                MaximumEventAgeInSeconds = request.MaximumEventAgeInSeconds,
                OnSuccess = configs.Check(function, reference, request.DestinationConfig?.OnSuccess?.Destination, context.Time),
                OnFailure = configs.Check(function, reference, request.DestinationConfig?.OnFailure?.Destination, context.Time),
                LastModified = context.Time,
            };
            return function with { EventConfigs = function.EventConfigs.SetItem(qualifier, config) };
        }, ct);
        return EventInvokeConfigs.Describe(reference.Key, qualifier, config);
    }
}
