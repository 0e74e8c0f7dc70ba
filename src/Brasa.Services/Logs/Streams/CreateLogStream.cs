using Brasa.Contracts.Logs;
using Brasa.Core.Logs;
using Brasa.Core.Operations;
using Brasa.Services.Logs.Groups;

namespace Brasa.Services.Logs.Streams;

/// <summary>Makes a log stream in a log group.</summary>
internal sealed class CreateLogStream(LogGroups groups, ILogStore store) : IOperation<CreateLogStreamRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(CreateLogStreamRequest request, RequestContext context, CancellationToken ct)
    {
        var key = LogGroups.KeyOf(context, request.LogGroupName);
        groups.Get(key);
        if (!await store.CreateStreamAsync(key, request.LogStreamName, ct)) throw new ResourceAlreadyExistsException("The specified log stream already exists");
        return NoOutput.Value;
    }
}
