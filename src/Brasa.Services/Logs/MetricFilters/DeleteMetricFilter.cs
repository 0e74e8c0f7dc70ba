using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.MetricFilters;

/// <summary>Deletes a metric filter of a log group.</summary>
internal sealed class DeleteMetricFilter(LogGroups groups) : IOperation<DeleteMetricFilterRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteMetricFilterRequest request, RequestContext context, CancellationToken ct)
    {
        await groups.UpdateAsync(LogGroups.KeyOf(context, request.LogGroupName), group => group.MetricFilters.ContainsKey(request.FilterName)
            ? group with { MetricFilters = group.MetricFilters.Remove(request.FilterName) }
            : throw new ResourceNotFoundException("The specified metric filter does not exist."), ct);
        return NoOutput.Value;
    }
}
