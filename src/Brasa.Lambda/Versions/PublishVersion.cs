using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Versions;

/// <summary>Freezes <c>$LATEST</c> into the next numbered version; unchanged code and configuration return the newest one again.</summary>
internal sealed class PublishVersion(FunctionUpdates updates) : IOperation<PublishVersionRequest, FunctionConfiguration>
{
    public async Task<FunctionConfiguration> HandleAsync(PublishVersionRequest request, RequestContext context, CancellationToken ct)
    {
        if (request.PublishTo is not null) throw FunctionSettings.Unsupported("PublishTo");
        var reference = FunctionReference.Parse(request.FunctionName, null, context).RequireLatest();
        var version = await updates.PublishAsync(reference, latest =>
        {
            FunctionUpdates.RequireRevision(latest.RevisionId, request.RevisionId);
            if (!string.IsNullOrEmpty(request.CodeSha256) && request.CodeSha256 != latest.CodeSha256)
                throw FunctionSettings.Invalid($"CodeSHA256 ({request.CodeSha256}) is different from current CodeSHA256 in $LATEST ({latest.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.");
        }, request.Description, ct);
        return version.ToConfiguration();
    }
}
