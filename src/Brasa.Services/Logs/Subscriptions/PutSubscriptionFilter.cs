using Brasa.Contracts.Logs;
using Brasa.Core.Events;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.Subscriptions;

/// <summary>Lets a function be told of a log group's events that match a pattern.</summary>
internal sealed class PutSubscriptionFilter(LogGroups groups, IEventTarget targets) : IOperation<PutSubscriptionFilterRequest, NoOutput>
{
    /// <remarks>CloudWatch Logs User Guide, "CloudWatch Logs quotas".</remarks>
    private const int MostPerGroup = 2;

    private const string FunctionArn = "arn:aws:lambda:";

    public async Task<NoOutput> HandleAsync(PutSubscriptionFilterRequest request, RequestContext context, CancellationToken ct)
    {
        if (request.ApplyOnTransformedLogs is true) throw LogErrors.Unsupported("A filter on transformed logs");
        if (request.FieldSelectionCriteria is { Length: > 0 }) throw LogErrors.Unsupported("fieldSelectionCriteria");
        if (request.EmitSystemFields is { Count: > 0 }) throw LogErrors.Unsupported("emitSystemFields");
        var key = LogGroups.KeyOf(context, request.LogGroupName);
        groups.Get(key);
        Filters.Read(request.FilterPattern);
        if (!request.DestinationArn.StartsWith("arn:", StringComparison.Ordinal)) throw LogErrors.Invalid("destinationArn is no valid ARN.");
        if (!request.DestinationArn.StartsWith(FunctionArn, StringComparison.Ordinal)) throw LogErrors.Unsupported($"The destination {request.DestinationArn}");
        if (!targets.Accepts(request.DestinationArn, Deliveries.SourceFor(targets, request.DestinationArn, key)))
            throw LogErrors.Invalid("Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.");

        await groups.UpdateAsync(key, group =>
        {
            var known = group.Subscriptions.GetValueOrDefault(request.FilterName);
            if (known is null && group.Subscriptions.Count >= MostPerGroup) throw LogErrors.TooMany;
            return group with
            {
                Subscriptions = group.Subscriptions.SetItem(request.FilterName, new StoredSubscription
                {
                    Name = request.FilterName,
                    Pattern = request.FilterPattern,
                    DestinationArn = request.DestinationArn,
                    RoleArn = request.RoleArn,
                    Distribution = request.Distribution?.Value,
                    CreatedAt = known?.CreatedAt ?? context.Time.ToUnixTimeMilliseconds(),
                }),
            };
        }, ct);
        return NoOutput.Value;
    }
}
