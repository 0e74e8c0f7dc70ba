using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Concurrency;

/// <summary>Keeps no environments of a version or an alias ready any more; that none were is no error.</summary>
internal sealed class DeleteProvisionedConcurrencyConfig(FunctionStore functions, Provisioner provisioner) : IOperation<DeleteProvisionedConcurrencyConfigRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteProvisionedConcurrencyConfigRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, request.Qualifier, context);
        await functions.UpdateAsync(reference, function =>
        {
            Provisioner.RequirePublished(function, reference);
            return function.Provisioned.ContainsKey(reference.Qualifier!) ? function with { Provisioned = function.Provisioned.Remove(reference.Qualifier!) } : function;
        }, ct);
        provisioner.Apply(reference.Key);
        return NoOutput.Value;
    }
}
