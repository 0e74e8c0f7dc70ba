using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.Tags;

/// <summary>Takes tags off a log group, as it was done before UntagResource.</summary>
internal sealed class UntagLogGroup(TaggedGroups tagged) : IOperation<UntagLogGroupRequest, NoOutput>
{
    public Task<NoOutput> HandleAsync(UntagLogGroupRequest request, RequestContext context, CancellationToken ct) =>
        tagged.RemoveAsync(LogGroups.KeyOf(context, request.LogGroupName), request.Tags, ct);
}
