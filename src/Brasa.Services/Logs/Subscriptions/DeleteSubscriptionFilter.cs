using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.Subscriptions;

/// <summary>Deletes a subscription filter; what waits to be delivered for it is dropped.</summary>
internal sealed class DeleteSubscriptionFilter(LogGroups groups) : IOperation<DeleteSubscriptionFilterRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteSubscriptionFilterRequest request, RequestContext context, CancellationToken ct)
    {
        await groups.UpdateAsync(LogGroups.KeyOf(context, request.LogGroupName), group => group.Subscriptions.ContainsKey(request.FilterName)
            ? group with { Subscriptions = group.Subscriptions.Remove(request.FilterName) }
            : throw new ResourceNotFoundException("The specified subscription filter does not exist."), ct);
        return NoOutput.Value;
    }
}
