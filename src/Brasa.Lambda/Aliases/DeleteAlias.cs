using Brasa.Contracts.Lambda;
using Brasa.Core.Operations;
using Brasa.Lambda.Concurrency;
using Brasa.Lambda.Functions;

namespace Brasa.Lambda.Aliases;

/// <summary>Removes an alias; one that is not there is no error.</summary>
internal sealed class DeleteAlias(FunctionStore functions, Provisioner provisioner) : IOperation<DeleteAliasRequest, NoOutput>
{
    public async Task<NoOutput> HandleAsync(DeleteAliasRequest request, RequestContext context, CancellationToken ct)
    {
        var reference = FunctionReference.Parse(request.FunctionName, null, context).RequireUnqualified();
        await functions.UpdateAsync(reference,
            function => function.Aliases.ContainsKey(request.Name) ? function.WithoutAlias(request.Name) : function, ct);
        provisioner.Apply(reference.Key);
        return NoOutput.Value;
    }
}
