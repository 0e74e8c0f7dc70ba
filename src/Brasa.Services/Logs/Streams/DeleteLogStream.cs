using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.Streams;

/// <summary>Deletes a log stream with its events.</summary>
internal sealed class DeleteLogStream(LogGroups groups, ILogStore store) : IOperation<DeleteLogStreamRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteLogStreamRequest request, RequestContext context, CancellationToken ct)
    {
        var key = LogGroups.KeyOf(context, request.LogGroupName);
        Deletion.Check(groups.Get(key));
        if (!await store.DeleteStreamAsync(key, request.LogStreamName, ct)) throw LogErrors.NoStream;
        return NoOutput.Value;
    }
}
