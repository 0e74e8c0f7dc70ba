using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Permissions;

/// <summary>Lets a service, an account or anybody use a function, version or alias.</summary>
internal sealed class AddPermission(FunctionStore functions) : IOperation<AddPermissionRequest, AddPermissionResponse>
{
    public async Task<AddPermissionResponse> HandleAsync(AddPermissionRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        var statement = PolicyStatement.Of(request, reference.Arn);
        await functions.UpdateAsync(reference, function =>
        {
            PolicyHolder.RequireRevision(PolicyHolder.RevisionOf(function, reference), request.RevisionId);
            return function.WithPolicy(reference.Qualifier, ResourcePolicy.With(function.PolicyOf(reference.Qualifier), statement));
        }, ct);
        return new AddPermissionResponse { Statement = statement.Json };
    }
}
