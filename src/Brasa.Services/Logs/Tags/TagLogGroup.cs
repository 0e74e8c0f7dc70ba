using Brasa.Contracts.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.Tags;

/// <summary>Adds tags to a log group, as it was done before TagResource.</summary>
internal sealed class TagLogGroup(TaggedGroups tagged) : IOperation<TagLogGroupRequest, NoOutput>
{
    public Task<NoOutput> HandleAsync(TagLogGroupRequest request, RequestContext context, CancellationToken ct) =>
        tagged.AddAsync(LogGroups.KeyOf(context, request.LogGroupName), request.Tags, ct);
}
