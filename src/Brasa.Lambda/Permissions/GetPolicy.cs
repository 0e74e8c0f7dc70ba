using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Permissions;

/// <summary>Tells who else may use a function, version or alias.</summary>
internal sealed class GetPolicy(FunctionStore functions) : IOperation<GetPolicyRequest, GetPolicyResponse>
{
    public Task<GetPolicyResponse> HandleAsync(GetPolicyRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        var function = functions.GetFunction(reference);
        reference.RequireFound(function);
        var policy = function.PolicyOf(reference.Qualifier) ?? throw new ResourceNotFoundException("The resource you requested does not exist.");
        return Task.FromResult(new GetPolicyResponse { Policy = policy.ToDocument(), RevisionId = policy.RevisionId });
    }
}
