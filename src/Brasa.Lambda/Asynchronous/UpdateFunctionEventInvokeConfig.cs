using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Asynchronous;

/// <summary>Changes what the request names of how asynchronous events are dealt with.</summary>
internal sealed class UpdateFunctionEventInvokeConfig(FunctionStore functions, EventInvokeConfigs configs) : IOperation<UpdateFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig>
{
    public async Task<FunctionEventInvokeConfig> HandleAsync(UpdateFunctionEventInvokeConfigRequest request, RequestContext context, CancellationToken ct)
    {
        if (request is { MaximumRetryAttempts: null, MaximumEventAgeInSeconds: null, DestinationConfig: null })
            throw FunctionSettings.Invalid("You must specify at least one of error handling or destination setting.");

        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        var qualifier = EventInvokeConfigs.QualifierOf(reference);
        EventInvokeConfig config = null!;
        await functions.UpdateAsync(reference, function =>
        {
            reference.RequireFound(function);
            var before = EventInvokeConfigs.Get(function, reference);
            config = before with
            {
                MaximumRetryAttempts = request.MaximumRetryAttempts ?? before.MaximumRetryAttempts,
                MaximumEventAgeInSeconds = request.MaximumEventAgeInSeconds ?? before.MaximumEventAgeInSeconds,
                OnSuccess = request.DestinationConfig?.OnSuccess is { } success ? configs.Check(function, reference, success.Destination, context.Time) : before.OnSuccess,
                OnFailure = request.DestinationConfig?.OnFailure is { } failure ? configs.Check(function, reference, failure.Destination, context.Time) : before.OnFailure,
                LastModified = context.Time,
            };
            return function with { EventConfigs = function.EventConfigs.SetItem(qualifier, config) };
        }, ct);
        return EventInvokeConfigs.Describe(reference.Key, qualifier, config);
    }
}
