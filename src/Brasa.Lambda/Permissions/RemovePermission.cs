using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Permissions;

/// <summary>Takes a permission back.</summary>
internal sealed class RemovePermission(FunctionStore functions) : IOperation<RemovePermissionRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(RemovePermissionRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        await functions.UpdateAsync(reference, function =>
        {
            PolicyHolder.RequireRevision(PolicyHolder.RevisionOf(function, reference), request.RevisionId);
            return function.WithPolicy(reference.Qualifier, ResourcePolicy.Without(function.PolicyOf(reference.Qualifier), request.StatementId));
        }, ct);
        return NoOutput.Value;
    }
}
