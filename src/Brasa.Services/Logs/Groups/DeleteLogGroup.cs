using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using Brasa.Core.Operations;

namespace Brasa.Services.Logs.Groups;

/// <summary>Deletes a log group with all its streams and events.</summary>
internal sealed class DeleteLogGroup(LogGroups groups, ILogStore store) : IOperation<DeleteLogGroupRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteLogGroupRequest request, RequestContext context, CancellationToken ct)
    {
        var key = LogGroups.KeyOf(context, request.LogGroupName);
        Deletion.Check(groups.Get(key));

        // First the events: should the server end meanwhile, what is left of the group can still be seen and deleted.
        await store.DeleteGroupAsync(key, CancellationToken.None);
        await groups.ReplaceAsync(key, static (_, _) => null, CancellationToken.None);
        return NoOutput.Value;
    }
}
